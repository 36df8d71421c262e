"""Addresses of the exchange."""

from django.urls import URLPattern, path

from vmeste.gather.exchange.views import answers, feeds, postings, responses, writing

app_name = "exchange"


def sides(side: str) -> list[URLPattern]:
    """Give the addresses of needs or of offers."""
    plural = f"{side}s"
    one = f"{plural}/<code:posting_id>/"
    about = {"side": side}
    return [
        path(f"{plural}/", postings.index, about, name=plural),
        path(f"{plural}/feed.atom", feeds.feed, about, name=f"{plural}_feed"),
        path(f"{plural}/new/", writing.new, about, name=f"new_{side}"),
        path(one, postings.show, about, name=side),
        path(f"{one}edit/", writing.edit, about, name=f"edit_{side}"),
        path(f"{one}matches/", postings.matches, about, name=f"matches_of_{side}"),
        path(f"{one}publication/", postings.publication, about, name=f"publish_{side}"),
        path(f"{one}pause/", postings.pause, about, name=f"pause_{side}"),
        path(f"{one}withdrawal/", postings.withdrawal, about, name=f"withdraw_{side}"),
        path(f"{one}confirmation/", postings.confirmation, about, name=f"confirm_{side}"),
        path(f"{one}responses/", responses.open_under, about, name=f"respond_to_{side}"),
    ]


urlpatterns = [
    *sides("need"),
    *sides("offer"),
    path("needs/<code:posting_id>/fulfilment/", postings.fulfilment, name="fulfil_need"),
    path("needs/<code:posting_id>/questions/", responses.ask, name="ask"),
    path("responses/", responses.index, name="responses"),
    path("responses/<code:response_id>/", responses.show, name="response"),
    path("responses/<code:response_id>/decision/", responses.decision, name="decide"),
    path("responses/<code:response_id>/withdrawal/", responses.withdrawal, name="withdraw_response"),
    path("responses/<code:response_id>/fulfilment/", responses.fulfilment, name="fulfil_response"),
    path("responses/<code:response_id>/failure/", responses.failure, name="fail_response"),
    path("responses/<code:response_id>/link/", responses.fresh_link, name="link_of_response"),
    path("answers/<str:token>/", answers.answer, name="answer"),
    path("answers/<str:token>/fulfilment/", answers.fulfilment, name="fulfil_by_link"),
    path("answers/<str:token>/messages/", answers.say, name="say"),
]
