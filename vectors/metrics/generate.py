#!/usr/bin/env python3
"""Writes movements.json, cohorts.json, customers.json, current.json and mrr.json beside it.

A second implementation of the definitions in docs/metrics.md, slow and obvious, with exact fractions: what the
library must agree with. Run it by hand after a change of a definition; the output is committed.
"""
import json, os, sys
from datetime import datetime, timedelta, timezone
from fractions import Fraction as F
from zoneinfo import ZoneInfo

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = ["new", "expansion", "contraction", "churn", "reactivation"]
POLICY = {"trials": "exclude", "past_due": "include", "unpaid": "exclude", "paused": "exclude",
          "cancellation": "at_end", "discounts": "while_running", "normalization": "weeks52_days365"}


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def iso(at):
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def month_start(index, zone):
    return datetime(index // 12, index % 12 + 1, 1, tzinfo=zone).astimezone(timezone.utc)


def month_of(at, zone):
    local = at.astimezone(zone)
    return local.year * 12 + local.month - 1


def name(index):
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def half_away(x):
    return int(abs(x) + F(1, 2)) * (1 if x >= 0 else -1)


def floor(x):
    return x.numerator // x.denominator


def parts(exact, whole):
    shown = [floor(x) for x in exact]
    left = whole - sum(shown)
    order = sorted((i for i in range(len(exact)) if exact[i] != 0), key=lambda i: (-(exact[i] - shown[i]), i))
    for n in range(abs(left)):
        shown[(order if left > 0 else order[::-1])[n % len(order)]] += 1 if left > 0 else -1
    return shown


def ratio(n, d):
    return {"numerator": n, "denominator": d, "value": n / d if d > 0 else None}


class Book:
    """Changes as (customer, subscription, instant, monthly amount as a fraction of minor units)."""

    def __init__(self, given):
        self.rows = [(c["customer_id"], c["subscription_id"], instant(c["effective_at"]), F(c["mrr"]["minor"]))
                     for c in given["changes"]]
        self.currency = given["changes"][0]["mrr"]["currency"]
        o = given["options"]
        self.options = o
        self.zone_name = o.get("zone") or "UTC"
        self.zone = ZoneInfo(self.zone_name)
        self.netting = o.get("netting") or "period"
        self.as_of = instant(o["as_of"]) if o.get("as_of") else None
        first = o.get("first_month")
        instants = [r[2] for r in self.rows]
        self.first = (int(first[:4]) * 12 + int(first[5:]) - 1) if first else month_of(min(instants), self.zone)
        last = month_of(self.as_of - timedelta(milliseconds=1) if self.as_of else max(instants), self.zone)
        known = max(last - self.first + 1, 1)
        self.months = min(o.get("months") or known, known) if self.as_of else o.get("months") or known
        end = month_start(self.first + self.months, self.zone)
        self.cutoff = min(self.as_of, end) if self.as_of else end
        self.customers = sorted({r[0] for r in self.rows})

    def money(self, minor):
        return {"minor": minor, "currency": self.currency}

    def level(self, customer, before):
        latest = {}
        for c, s, at, v in sorted(self.rows, key=lambda r: r[2]):
            if c == customer and at < min(before, self.cutoff):
                latest[s] = v
        return sum(latest.values(), F(0))

    def transitions(self, customer):
        """(month, before, after, kind), in order."""
        if self.netting == "period":
            start = month_of(min(r[2] for r in self.rows), self.zone)
            points = [(m, month_start(m + 1, self.zone)) for m in range(min(start, self.first), self.first + self.months)]
        else:
            window = timedelta(minutes=self.options.get("grouping_minutes") or 0)
            at = sorted({r[2] for r in self.rows if r[0] == customer and r[2] < self.cutoff})
            points, i = [], 0
            while i < len(at):
                group = at[i]
                while i + 1 < len(at) and at[i + 1] <= group + window and month_of(at[i + 1], self.zone) == month_of(group, self.zone):
                    i += 1
                points.append((month_of(group, self.zone), at[i] + timedelta(milliseconds=1)))
                i += 1
        found, before, ever = [], F(0), False
        for month, at in points:
            after = self.level(customer, at)
            if after != before:
                kind = ("reactivation" if ever else "new") if before == 0 else "churn" if after == 0 else \
                    "expansion" if after > before else "contraction"
                found.append((month, before, after, kind))
            ever, before = ever or after > 0, after
        return found

    def definition(self):
        n = len(self.rows)
        return {"currency": self.currency, "conversion": None, "zone": self.zone_name, "netting": self.netting,
                "grouping_minutes": self.options.get("grouping_minutes") or 0, "first_month": name(self.first),
                "months": self.months, "as_of": iso(self.as_of) if self.as_of else None, "policy": POLICY,
                "source": "changes", "rows_read": n, "rows_used": n, "rows_refused": 0, "rows_skipped": 0}

    def complete(self, m):
        return self.as_of is None or month_start(m + 1, self.zone) <= self.cutoff

    def total(self, before):
        return sum((self.level(c, before) for c in self.customers), F(0))


def movements(given):
    b = Book(given)
    all_t = {c: b.transitions(c) for c in b.customers}
    months = []
    for m in range(b.first, b.first + b.months):
        start, end = month_start(m, b.zone), month_start(m + 1, b.zone)
        o, z = b.total(start), b.total(end)
        mine = [t for ts in all_t.values() for t in ts if t[0] == m]
        amounts = {k: sum((abs(t[2] - t[1]) for t in mine if t[3] == k), F(0)) for k in KINDS}
        counts = {k: sum(t[3] == k for t in mine) for k in KINDS}
        opening, closing = half_away(o), half_away(z)
        sign = [-1 if k in ("contraction", "churn") else 1 for k in KINDS]
        shown = dict(zip(KINDS, (s * p for s, p in zip(sign, parts([s * amounts[k] for s, k in zip(sign, KINDS)],
                                                                     closing - opening)))))
        co = sum(b.level(c, start) > 0 for c in b.customers)
        cz = sum(b.level(c, end) > 0 for c in b.customers)
        gained = shown["new"] + shown["expansion"] + shown["reactivation"]
        lost = shown["churn"] + shown["contraction"]

        def kept(lag):
            then_at = month_start(m + 1 - lag, b.zone)
            base = now = capped = F(0)
            n = still = 0
            for c in b.customers:
                then, now_c = b.level(c, then_at), b.level(c, end)
                if then > 0:
                    base, now, capped = base + then, now + now_c, capped + min(then, now_c)
                    n, still = n + 1, still + (now_c > 0)
            return half_away(now), half_away(capped), half_away(base), n, still

        n1, g1, b1, _, _ = kept(1)
        if b.netting == "period":
            n1, g1, b1 = opening - lost + shown["expansion"], opening - lost, opening
        n12, g12, b12, c12, s12 = kept(12)
        months.append({
            "month": name(m), "start": iso(start), "end": iso(end), "complete": b.complete(m),
            "opening": b.money(opening), **{k: b.money(shown[k]) for k in KINDS}, "closing": b.money(closing),
            "net_new": b.money(closing - opening), "arr": b.money(half_away(z * 12)),
            "arpa": b.money(half_away(F(closing, cz))) if cz else None,
            "customers_opening": co, "customers_new": counts["new"], "customers_churned": counts["churn"],
            "customers_reactivated": counts["reactivation"], "customers_closing": cz,
            "rates": {"growth": ratio(closing - opening, opening), "logo_churn": ratio(counts["churn"], co),
                      "gross_revenue_churn": ratio(lost, opening),
                      "net_revenue_churn": ratio(lost - shown["expansion"], opening),
                      "quick_ratio": ratio(gained, lost), "nrr": ratio(n1, b1), "grr": ratio(g1, b1),
                      "nrr_12_months": ratio(n12, b12), "grr_12_months": ratio(g12, b12),
                      "logo_retention_12_months": ratio(s12, c12)}})
    return {"definition": b.definition(), "months": months}


def cohorts(given):
    b = Book(given)
    first = {c: (b.transitions(c) or [None])[0] for c in b.customers}
    figures = {m["month"]: m for m in movements(given)["months"]}
    shown = {}
    for m in range(b.first, b.first + b.months):
        end = month_start(m + 1, b.zone)
        groups = [[c for c in b.customers if first[c] and first[c][0] == k] for k in range(b.first, b.first + b.months)]
        groups.append([c for c in b.customers if first[c] and first[c][0] < b.first])
        exact = [sum((b.level(c, end) for c in g), F(0)) for g in groups]
        closing = half_away(sum(exact, F(0)))
        if b.netting == "period":
            new = figures[name(m)]["new"]["minor"]
            exact[m - b.first] = F(0)
            shown[m] = parts(exact, closing - new)
            shown[m][m - b.first] = new
        else:
            shown[m] = parts(exact, closing)
    rows = []
    for i, k in enumerate(range(b.first, b.first + b.months)):
        members = [c for c in b.customers if first[c] and first[c][0] == k]
        ages = []
        for m in range(k, b.first + b.months):
            end = month_start(m + 1, b.zone)
            active = sum(b.level(c, end) > 0 for c in members)
            lasting = sum(not any(t[2] == 0 and t[0] <= m for t in b.transitions(c)) for c in members)
            ages.append({"age": m - k, "month": name(m), "complete": b.complete(m), "active": active,
                         "never_lapsed": lasting, "mrr": b.money(shown[m][i]),
                         "active_share": ratio(active, len(members)),
                         "never_lapsed_share": ratio(lasting, len(members)),
                         "revenue_share": ratio(shown[m][i], shown[k][i])})
        rows.append({"month": name(k), "customers": len(members), "ages": ages})
    return {"definition": b.definition(), "cohorts": rows}


def customer_movements(given):
    b = Book(given)
    rows = sorted(((t[0], KINDS.index(t[3]), c, n, t) for c in b.customers
                   for n, t in enumerate(b.transitions(c)) if t[0] >= b.first), key=lambda r: r[:4])
    figures = {m["month"]: m for m in movements(given)["months"]}
    out = {"definition": b.definition(), "month": [], "customer_id": [], "kind": [],
           "before_minor": [], "amount_minor": [], "after_minor": []}
    for m, k in sorted({(r[0], r[1]) for r in rows}):
        group = [r for r in rows if (r[0], r[1]) == (m, k)]
        amounts = parts([abs(r[4][2] - r[4][1]) for r in group], figures[name(m)][KINDS[k]]["minor"])
        for r, amount in zip(group, amounts):
            out["month"].append(name(m)); out["customer_id"].append(r[2]); out["kind"].append(KINDS[k])
            before, after = {"expansion": lambda: (half_away(r[4][1]), half_away(r[4][1]) + amount),
                             "contraction": lambda: (half_away(r[4][2]) + amount, half_away(r[4][2])),
                             "churn": lambda: (amount, 0)}.get(r[4][3], lambda: (0, amount))()
            out["before_minor"].append(before); out["amount_minor"].append(amount); out["after_minor"].append(after)
    return out


def current(given):
    b = Book({**given, "options": {}})
    at = instant(given["at"]) + timedelta(milliseconds=1) if given.get("at") else datetime.max.replace(tzinfo=timezone.utc)
    b.cutoff = at
    units = b.total(at)
    latest = {}
    for c, s, when, v in sorted(b.rows, key=lambda r: r[2]):
        if when < at:
            latest[s] = v
    n = sum(b.level(c, at) > 0 for c in b.customers)
    rows = len(b.rows)
    return {"currency": b.currency, "conversion": None, "at": iso(instant(given["at"])) if given.get("at") else None,
            "mrr": b.money(half_away(units)), "arr": b.money(half_away(units * 12)), "customers": n,
            "subscriptions": sum(v > 0 for v in latest.values()),
            "arpa": b.money(half_away(F(half_away(units), n))) if n else None, "policy": POLICY,
            "intake": {"source": "changes", "history": "complete", "rows_read": rows, "rows_used": rows, "refused": []}}


def ch(*rows, currency="USD"):
    return [{"customer_id": s[0], "subscription_id": s, "effective_at": at, "mrr": {"minor": v, "currency": currency}}
            for s, at, v in rows]


SOURCE = "docs/metrics.md; a second implementation in generate.py"
STORY = ch(("a1", "2023-01-10T00:00:00.000Z", 10000), ("b1", "2023-01-20T08:30:00.000Z", 5000),
           ("a1", "2023-03-05T00:00:00.000Z", 15000), ("c1", "2023-03-31T23:59:59.999Z", 7000),
           ("b1", "2023-04-01T00:00:00.000Z", 0), ("c1", "2023-05-10T00:00:00.000Z", 4000),
           ("b2", "2023-07-01T00:00:00.000Z", 6000), ("a2", "2023-08-15T00:00:00.000Z", 2500),
           ("a1", "2023-09-01T00:00:00.000Z", 0), ("c1", "2024-02-29T12:00:00.000Z", 0))
NOISE = ch(("a1", "2024-01-05T10:00:00.000Z", 1000), ("a1", "2024-01-20T10:00:00.000Z", 0),
           ("a2", "2024-01-20T10:45:00.000Z", 1500), ("a2", "2024-02-10T12:00:00.000Z", 2500),
           ("a2", "2024-02-25T12:00:00.000Z", 1200), ("b1", "2024-02-03T00:00:00.000Z", 900),
           ("b1", "2024-02-27T00:00:00.000Z", 0))
CASES = {
    "movements": ("metrics.movements", movements, [
        ("a year of three customers: new, expansion, churn, reactivation, contraction", "every class of movement, retention from point to point", STORY, {"months": 14}),
        ("the same year by event", "event netting", STORY, {"months": 14, "netting": "event"}),
        ("the same year in New York", "an instant just before midnight UTC belongs to the same evening there", STORY, {"zone": "America/New_York", "months": 6}),
        ("the same year in Auckland", "31 March 23:59:59.999 UTC is 1 April there", STORY, {"zone": "Pacific/Auckland", "months": 6}),
        ("a window that begins later looks back", "who paid before the window is not new in it", STORY, {"first_month": "2023-06", "months": 4}),
        ("as of the middle of a month", "what came later is not known, and the month is not complete", STORY, {"as_of": "2023-05-20T00:00:00.000Z"}),
        ("changes inside a month, per period", "period netting sees month ends only", NOISE, {}),
        ("changes inside a month, per event", "every change is a movement", NOISE, {"netting": "event"}),
        ("changes inside a month, an hour is one change", "a plan switch 45 minutes apart is an expansion", NOISE, {"netting": "event", "grouping_minutes": 60}),
        ("changes within an hour, but in two months", "a month's closing is the state at its end, whatever is grouped", ch(("a1", "2024-01-31T23:50:00.000Z", 1000), ("a1", "2024-02-01T00:10:00.000Z", 5000)), {"netting": "event", "grouping_minutes": 60}),
        ("as of the first instant of a month", "the month before is over and is the last", STORY, {"as_of": "2023-05-01T00:00:00.000Z"}),
        ("months after as_of are not known", "the window ends with the month of as_of", STORY, {"as_of": "2023-05-20T00:00:00.000Z", "months": 12}),
        ("a window after the last change", "one month, without movements", STORY, {"first_month": "2024-03"}),
        ("yen", "a currency without decimals", ch(("a1", "2024-01-05T00:00:00.000Z", 980), ("a1", "2024-02-05T00:00:00.000Z", 1480), currency="JPY"), {}),
        ("a free subscription is not a customer", "zero-price subscribers count nowhere", ch(("a1", "2024-01-05T00:00:00.000Z", 0), ("b1", "2024-01-05T00:00:00.000Z", 100)), {}),
        ("London in March", "summer time begins on the last day of the month", ch(("a1", "2024-03-31T22:59:59.999Z", 1000), ("b1", "2024-03-31T23:00:00.000Z", 800)), {"zone": "Europe/London", "months": 2}),
    ]),
    "cohorts": ("metrics.cohorts", cohorts, [
        ("a year of three customers", "a customer that comes back stays in its cohort", STORY, {"months": 10}),
        ("by event", "a member that left inside its first month is a loss at age 0", NOISE, {"netting": "event"}),
        ("per period", "a life inside one month is not seen", NOISE, {}),
        ("customers from before the window are in no cohort", "the window looks back", STORY, {"first_month": "2023-03", "months": 4}),
        ("as of the middle of a month", "the last column is marked incomplete", STORY, {"as_of": "2023-05-20T00:00:00.000Z"}),
    ]),
    "customers": ("metrics.customer_movements", customer_movements, [
        ("who was behind the year", "the parts of a figure add up to it", STORY, {"months": 14}),
        ("by event", "several movements of one customer in a month", NOISE, {"netting": "event"}),
        ("a later window", "only movements in the window are listed", STORY, {"first_month": "2023-06", "months": 4}),
    ]),
}
ERRORS = [
    ("nothing to measure", "an empty list has no currency", "metrics.movements", {"changes": [], "options": {}}, "metrics.no_facts"),
    ("two currencies", "they are never added", "metrics.movements", {"changes": STORY + ch(("d1", "2023-01-10T00:00:00.000Z", 1), currency="EUR"), "options": {}}, "facts.several_currencies"),
    ("no months", "a window has at least one", "metrics.movements", {"changes": STORY, "options": {"months": 0}}, "metrics.invalid_window"),
    ("too many months", "a century at most", "metrics.cohorts", {"changes": STORY, "options": {"months": 1201}}, "metrics.invalid_window"),
    ("asked before the window", "nothing of it was known", "metrics.movements", {"changes": STORY, "options": {"first_month": "2023-06", "as_of": "2023-06-01T00:00:00.000Z"}}, "metrics.window_in_the_future"),
    ("a negative amount", "recurring revenue is not negative", "metrics.movements", {"changes": ch(("a1", "2023-01-10T00:00:00.000Z", -1)), "options": {}}, "facts.negative_amount"),
    ("two amounts at one instant", "no rule says which is right", "metrics.movements", {"changes": STORY + ch(("a1", "2023-01-10T00:00:00.000Z", 1)), "options": {}}, "facts.conflicting_rows"),
    ("one subscription of two customers", "it would count twice", "metrics.movements", {"changes": STORY + [{**STORY[0], "customer_id": "z", "effective_at": "2023-02-10T00:00:00.000Z"}], "options": {}}, "facts.two_customers"),
    ("an amount near the end of 64 bits", "a year of it does not fit", "metrics.movements", {"changes": ch(("a1", "2023-01-10T00:00:00.000Z", 9223372036854775807)), "options": {}}, "money.overflow"),
]
CURRENT = [
    ("after everything", "no instant given", {"changes": STORY}),
    ("at the instant of a change", "a change at the instant counts", {"changes": STORY, "at": "2023-04-01T00:00:00.000Z"}),
    ("a millisecond before", "and not before it", {"changes": STORY, "at": "2023-03-31T23:59:59.998Z"}),
    ("before anything", "no customers, so no revenue per customer", {"changes": STORY, "at": "2022-12-31T00:00:00.000Z"}),
]
FACTOR = {"weeks52_days365": {"day": 365, "week": 52, "month": 12, "year": 1},
          "weeks48_days360": {"day": 360, "week": 48, "month": 12, "year": 1},
          "months_only": {"day": 0, "week": 0, "month": 12, "year": 1}}
PRICES = [("10000", 1, "year", 1), ("5900", 1, "year", 1), ("100", 1, "day", 1), ("1000", 1, "week", 1), ("1000", 3, "month", 1),
          ("264030", 1, "month", 3), ("0.05", 12345, "month", 1), ("120000", 1, "year", 3), ("700", 1, "month", 7), ("999", 1, "week", 2),
          ("1", 1, "year", 1), ("6", 1, "year", 1)]


def price_every(amount, unit, count):
    return {"id": "price_1", "product": "prod_1", "currency": "USD", "pricing": {"kind": "per_unit", "unit_amount": amount},
            "recurring": {"interval": {"unit": unit, "count": count}}}


def write(file, cases, check):
    """Writes a file of cases; with `check` compares it instead, and gives its name if it differs."""
    path = os.path.normpath(os.path.join(HERE, file + ".json"))
    text = "[\n" + ",\n".join(json.dumps(c, ensure_ascii=False) for c in cases) + "\n]\n"
    if not check:
        with open(path, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
        return []
    if os.path.exists(path):
        with open(path, encoding="utf-8", newline="") as committed:
            if committed.read() == text:
                return []
    return [os.path.relpath(path)]


def main(arguments):
    if arguments not in ([], ["--check"]):
        return "usage: generate.py [--check]"
    check, stale = bool(arguments), []
    for file, (call, compute, rows) in CASES.items():
        cases = []
        for title, why, changes, options in rows:
            given = {"changes": changes, "options": options}
            cases.append({"title": title, "why": why, "source": SOURCE, "call": call, "given": given, "then": compute(given)})
        if file == "movements":
            cases += [{"title": t, "why": w, "source": SOURCE, "call": c, "given": g, "error": e} for t, w, c, g, e in ERRORS]
        stale += write(file, cases, check)
    stale += write("current", [{"title": t, "why": w, "source": SOURCE, "call": "metrics.current_revenue", "given": g, "then": current(g)}
                               for t, w, g in CURRENT], check)
    os.makedirs(os.path.join(HERE, "..", "catalog"), exist_ok=True)
    mrr = []
    for amount, quantity, unit, count in PRICES:
        for rule, factor in FACTOR.items():
            if rule != "weeks52_days365" and unit in ("month", "year"):
                continue
            # Exact at 5,040ths of a minor unit a year, half to even (Python's round), then once for display.
            annual = F(round(F(amount) * quantity * factor[unit] / count * 5040), 5040)
            given = {"price": price_every(amount, unit, count),
                     "quantity": quantity, "normalization": rule}
            for call, minor in (("catalog.mrr", half_away(annual / 12)), ("catalog.arr", half_away(annual))):
                mrr.append({"title": f"{quantity} x {amount} every {count} {unit}, {rule}", "why": "annualised first, rounded once",
                            "source": "docs/metrics.md, normalisation to a month", "call": call, "given": given,
                            "then": {"minor": minor, "currency": "USD"}})
    bad = {"price": price_every("1", "month", 1), "quantity": -1, "normalization": "months_only"}
    for call in ("catalog.mrr", "catalog.arr"):
        mrr.append({"title": "a negative quantity", "why": "nobody subscribes to less than nothing", "source": "docs/metrics.md",
                    "call": call, "given": bad, "error": "money.negative_quantity"})
    stale += write("../catalog/mrr", mrr, check)
    if stale:
        return f"stale: {', '.join(stale)}: run vectors/metrics/generate.py and commit what it writes"
    return 0


sys.exit(main(sys.argv[1:]))
