"""What can go wrong when a language model is asked, each as one sentence and what to do about it.

The sentences are fixed texts, chosen by ``kind``: nothing that a server or a model wrote, and no key,
can get into one.

>>> error = LlmError("auth", where="api.openai.com")
>>> error.message
'The model server did not accept the key.'
>>> error.fix
'Check the key on the Settings page: is it complete, and is it for this server?'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from llm.schemas import Usage

Kind = Literal[
    "not_configured",
    "settings",
    "connection",
    "timeout",
    "cancelled",
    "redirect",
    "not_public",
    "not_openai_api",
    "auth",
    "permission",
    "quota",
    "rate_limit",
    "not_found",
    "no_model",
    "content_filter",
    "refusal",
    "too_long",
    "too_large",
    "bad_request",
    "server",
    "truncated",
    "invalid_output",
    "budget",
]
KINDS: tuple[str, ...] = get_args(Kind)

SENTENCES: dict[str, tuple[str, str]] = {
    "not_configured": (
        "No language model is set up.",
        "Name a server and a model on the Settings page, or go on in guided mode, which needs none.",
    ),
    "settings": ("The settings of the language model cannot be used.", "Correct them on the Settings page."),
    "connection": (
        "The model server could not be reached.",
        "Check the address, and that the server is running. The app works without it, in guided mode.",
    ),
    "timeout": (
        "The model took too long to answer.",
        "Try again, allow more time on the Settings page, or choose a faster model.",
    ),
    "cancelled": ("Asking the model was stopped.", "Ask again when you like. Nothing was changed."),
    "redirect": (
        "The model server wanted to send the request to another address; that was not followed.",
        "Enter the server's final address (with https:// and usually ending in /v1) on the Settings page.",
    ),
    "not_public": (
        "This Whyboard is shared, so the assistant's server must be one of the public internet, and this "
        "address does not lead to one.",
        "Enter the address of a public service, or ask whoever runs this Whyboard to allow yours.",
    ),
    "not_openai_api": (
        "Something answered at this address, but not the way an OpenAI-compatible server does.",
        "Check the address on the Settings page. It usually ends in /v1.",
    ),
    "auth": (
        "The model server did not accept the key.",
        "Check the key on the Settings page: is it complete, and is it for this server?",
    ),
    "permission": (
        "This key may not use this model.",
        "Choose another model, or ask whoever gave you the key.",
    ),
    "quota": (
        "The account behind the key has no credit left.",
        "Add credit with the provider, or use another server. Guided mode needs no model.",
    ),
    "rate_limit": (
        "The model service is busy or your limit for now is used up.",
        "Wait a little and ask again.",
    ),
    "not_found": (
        "The server is there, but not at this address.",
        "Check the address on the Settings page. It usually ends in /v1.",
    ),
    "no_model": (
        "The server does not have the model that is named in the settings.",
        "Choose one of the models that the server offers on the Settings page.",
    ),
    "content_filter": (
        "The service's safety filter stopped this request.",
        "Say the problem in other words, or go on in guided mode.",
    ),
    "refusal": (
        "The model declined to answer.",
        "Say the problem in other words, choose another model, or go on in guided mode.",
    ),
    "too_long": (
        "The problem text and the list of variables are too long for this model.",
        "Shorten the text, use fewer variables, or choose a model that reads more at once.",
    ),
    "too_large": (
        "The model's answer was far too large and was not read.",
        "Ask again, or choose another model.",
    ),
    "bad_request": (
        "The model server did not accept the request.",
        "Check the model's name on the Settings page, or choose another model.",
    ),
    "server": (
        "The model service had a fault.",
        "Try again in a moment. If it is a server of yours, see that a model is loaded.",
    ),
    "truncated": (
        "The model's answer was cut off before its end.",
        "Use fewer variables, or choose a model that may write longer answers.",
    ),
    "invalid_output": (
        "The model answered, but not in a form that can be used.",
        "Ask again, choose a more able model, or go on in guided mode.",
    ),
    "budget": (
        "This question needs more tokens than are allowed for one question.",
        "Raise the limit on the Settings page, or use fewer variables.",
    ),
}


class LlmError(Exception):
    """Asking the model did not work.

    Parameters
    ----------
    kind : str
        One of ``KINDS``; decides the words.
    message, fix : str
        Words of our own in place of the usual ones; never a server's.
    where : str
        The server concerned (host and port only), or the setting.
    calls : int
        Requests that were sent before it failed.
    usage : Usage, optional
        What all of them took, as far as it is known.
    """

    def __init__(
        self,
        kind: Kind,
        message: str = "",
        *,
        fix: str = "",
        where: str = "",
        calls: int = 0,
        usage: Usage | None = None,
    ) -> None:
        usual, usual_fix = SENTENCES[kind]
        self.kind = kind
        self.message = message or usual
        self.fix = fix or usual_fix
        self.where = where
        self.calls = calls
        self.usage = usage
        super().__init__(self.message)

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the trip between processes."""
        return _rebuild, (dict(self.__dict__),)


def _rebuild(state: dict[str, object]) -> LlmError:
    error = LlmError.__new__(LlmError)
    error.__dict__.update(state)
    error.args = (state["message"],)
    return error
