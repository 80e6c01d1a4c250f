"""What a command says beside its result."""

from milepost.simulate.cli.streams import say


def tell_of_cache() -> None:
    """Say on stderr why the compiled engine is not kept in the usual folder, where others could write to that."""
    from milepost.simulate.engine.cache import cache_note

    if note := cache_note():
        say(f"Note: {note}.", err=True)
