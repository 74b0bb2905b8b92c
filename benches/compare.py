#!/usr/bin/env python3
"""Movements and cohorts over N changes: Prorata, polars and DuckDB, in turn, in one run.

    compare.py --peers DIR [--rows 1000000] [--repeat 5]

DIR holds gen_events.py (the seeded generator) and the peers' best formulations (peer_polars.py, peer_duckdb.py).
All must give the same figures; what is printed is the median and best time of each and the ratio to Prorata's.
Needs numpy, pyarrow, polars and duckdb, and the release build of this crate.
"""
import argparse, json, os, statistics, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--peers", required=True)
    ap.add_argument("--rows", type=int, default=1_000_000)
    ap.add_argument("--months", type=int, default=60)
    ap.add_argument("--repeat", type=int, default=5)
    ap.add_argument("--binary", default=os.path.join(HERE, "..", "target", "release", "benches"))
    a = ap.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(sys.executable, os.path.join(a.peers, "gen_events.py"), "--rows", str(a.rows), "--months", str(a.months), "--out", folder)
        parquet = os.path.join(folder, f"events_{a.rows}_int.parquet")
        import pyarrow as pa, pyarrow.parquet as pq
        table = pq.read_table(parquet)
        for name in ("customer_id", "subscription_id", "effective_at", "mrr_minor"):
            column = table[name].cast(pa.int64()).to_numpy()
            column.astype("<i8").tofile(os.path.join(folder, name))
        del table
        times = {"prorata": [], "polars": [], "duckdb": []}
        figures = {}
        for _ in range(a.repeat):
            for peer in ("polars", "duckdb"):
                saved = os.path.join(folder, peer + ".json")
                out = run(sys.executable, os.path.join(a.peers, f"peer_{peer}.py"), parquet, "--repeat", "2", "--months", str(a.months), "--save", saved)
                times[peer] += json.loads(out)["all_s"]
                figures[peer] = json.load(open(saved))
            out = json.loads(run(a.binary, folder, str(a.months), "3"))
            times["prorata"] += out["seconds"][1:]
            facts = out["facts_seconds"][1:]
            figures["prorata"] = out["figures"]
    ours = figures["prorata"]
    for peer in ("polars", "duckdb"):
        theirs = figures[peer]
        assert ours["movements"] == theirs["movements"], f"movements differ from {peer}"
        for c, ages in enumerate(ours["cohorts"]):
            for age, (customers, mrr) in enumerate(ages):
                assert customers == theirs["cohort_customers"][c][c + age], (peer, c, age)
                assert mrr == theirs["cohort_mrr"][c][c + age], (peer, c, age)
    base = statistics.median(times["prorata"])
    print(f"movements and cohorts, {a.rows:,} changes, {a.months} months; same figures from all three")
    for peer, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{peer:8} median {median:.3f} s  best {min(seconds):.3f} s  {median / base:5.2f} x Prorata")
    print(f"(of Prorata's time, {statistics.median(facts):.3f} s make the facts from the columns)")


main()
