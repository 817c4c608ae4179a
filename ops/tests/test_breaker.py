from ops.breaker import Breaker


def test_it_opens_after_three_failures_and_lets_one_at_a_time_try() -> None:
    now = [100.0]
    breaker = Breaker(clock=lambda: now[0])
    assert [breaker.failed() for _ in range(3)] == [False, False, True]
    assert not breaker.allows()
    now[0] += breaker.cool_down
    assert breaker.allows()
    assert not breaker.allows()
    assert not breaker.failed()  # said once
    now[0] += breaker.cool_down
    assert breaker.allows()
    breaker.succeeded()
    assert breaker.allows()


def test_failures_that_are_not_in_a_row_do_not_open_it() -> None:
    breaker = Breaker(threshold=2)
    for _ in range(3):
        breaker.failed()
        assert breaker.allows()
        breaker.succeeded()


def test_how_long_to_wait_is_told_without_taking_the_trial() -> None:
    now = [100.0]
    breaker = Breaker(threshold=1, cool_down=60, clock=lambda: now[0])
    assert breaker.seconds_to_wait() == 0
    breaker.failed()
    now[0] += 20
    assert breaker.seconds_to_wait() == 40
    now[0] += 50
    assert [breaker.seconds_to_wait(), breaker.seconds_to_wait()] == [0, 0]
    assert breaker.allows()
