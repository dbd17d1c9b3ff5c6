"""The one way in which this reader says no."""


class Refused(Exception):
    """Something was refused; the text says which rule."""


def require(condition, rule):
    """Refuses with `rule` unless `condition` holds."""
    if not condition:
        raise Refused(rule)
