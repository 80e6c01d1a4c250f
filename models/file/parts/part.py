"""What the parts of a scenario file have in common."""

from typing import Any, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ModelWrapValidatorHandler, ValidationInfo, model_validator

from milepost.models.file.reading import read_once

NOTHING_IS_EMPTY: Final = BeforeValidator(lambda value: {} if value is None else value)


class Part(BaseModel):
    """A mapping with known keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="wrap")
    @classmethod
    def _read_once(cls, value: object, read: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        return read({}) if value is None else read_once(cls, value, read, info)


def or_alone(schema: dict[str, Any], alone: dict[str, Any]) -> None:
    """Let a part be something simple alone."""
    shape = dict(schema)
    schema.clear()
    schema.update(title=shape["title"], description=shape["description"], anyOf=[alone, shape])
