"""Values of parameters: ids as addresses have them, codes of vocabularies, texts without what no database takes."""

from typing import Annotated, Any

from django.utils.translation import gettext_lazy
from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from vmeste.ground.vocabulary import queries as vocabulary

CHARACTERS = "[0-9a-hjkmnp-tv-z]"
CODE = rf"^[0-7]{CHARACTERS}{{12}}$"
Code = Annotated[str, Field(pattern=CODE, min_length=13, max_length=13, examples=["01exn5s1g8w2r"])]
"""An id as it stands in addresses of pages: 13 characters."""
Territory = Annotated[str, Field(pattern=rf"^([0-7]{CHARACTERS}{{12}}|[0-9]{{8}})$", max_length=13)]
"""A territory by its id or, a region or a municipality, by its ОКТМО of 8 digits."""
Words = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=200)]


class CodeOf:
    """A code of a vocabulary: those of today are told in the description, an administrator's own among them."""

    def __init__(self, name: str) -> None:
        """Take the vocabulary by its code."""
        self.name = name

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read a text and look it up."""
        return core_schema.no_info_after_validator_function(self.known, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell all codes there ever were: things that bear old ones can still be asked for."""
        del schema, handler
        return {"type": "string", "enum": sorted(term.code for term in vocabulary.every_term(self.name))}

    def known(self, code: str) -> str:
        """Give the code; raises when the vocabulary has none such."""
        if vocabulary.find(self.name, code) is None:
            message = str(gettext_lazy("There is no such value."))
            msg = "unknown_code"
            raise PydanticCustomError(msg, "{message}", {"message": message})
        return code


Type = Annotated[str, CodeOf("organisation_type")]
Department = Annotated[str, CodeOf("department")]
Kind = Annotated[str, CodeOf("resource_kind")]
Focus = Annotated[str, CodeOf("focus")]
