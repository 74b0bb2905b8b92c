"""A panic of the compiled half is an ordinary exception, and nothing is left broken."""

from __future__ import annotations

import pytest

from prorata import InternalError, Money, _native


def test_a_panic_is_an_internal_error() -> None:
    with pytest.raises(InternalError) as caught:
        _native._panic_for_test()
    assert caught.value.code == "internal.panic"
    assert "on purpose" in str(caught.value)
    assert isinstance(caught.value, Exception), "`except Exception` must catch it"


def test_the_library_works_on_afterwards() -> None:
    for _ in range(3):
        with pytest.raises(InternalError):
            _native._panic_for_test()
    assert Money(1, "USD") + Money(2, "USD") == Money(3, "USD")
