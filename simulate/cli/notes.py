"""What a command says beside its result."""

import click


def tell_of_cache() -> None:
    """Say on stderr why the compiled engine is not kept in the usual folder, where others could write to that."""
    from milepost.simulate.engine.cache import cache_note

    if note := cache_note():
        click.echo(f"Note: {note}.", err=True)
