"""How many of a thing, as a person says it."""


def counted(count: int, thing: str) -> str:
    """Such as "1 cut" and "12 cuts"; `thing` is one of it."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"
