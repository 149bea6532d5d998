"""The common ground of everything that staff write: unknown keys are refused, values never change."""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A piece of the knowledge base."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True)
