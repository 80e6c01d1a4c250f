"""What the parts of a scenario file have in common."""

from typing import Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

NOTHING_IS_EMPTY: Final = BeforeValidator(lambda value: {} if value is None else value)


class Part(BaseModel):
    """A mapping with known keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_empty(cls, value: object) -> object:
        return {} if value is None else value


def or_alone(schema: dict[str, Any], alone: dict[str, Any]) -> None:
    """Let a part be something simple alone."""
    shape = dict(schema)
    schema.clear()
    schema.update(title=shape["title"], description=shape["description"], anyOf=[alone, shape])
