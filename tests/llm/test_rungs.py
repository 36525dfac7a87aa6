"""Questions about what would have been are told from questions about an average effect."""

from __future__ import annotations

import pytest

from llm.rungs import asks_what_would_have_been

THIRD = (
    "How many deaths did smoking cause?",
    "Did quitting cause John's weight gain?",
    "How much of each kilo is down to quitting?",
    "What is the effect of quitting for Mary?",
    "For those who quit, what if they hadn't?",
    "Who was saved by the treatment?",
    "What is the probability of necessity?",
    "what would be their weight now if they were still smokers",
    "Imagine nobody had smoked: how many cancers?",
    "Was it the training that got him the job?",
    "Had everyone quit, what would the mean weight be?",
    "Is quitting the reason why Mary gained 4 kg?",
    "Did quitting make Mary gain weight?",
    "What would the quitters weigh today as smokers?",
    "How many lives has the vaccine saved?",
    "How many people did the drug kill?",
    "Who was harmed by the drug?",
    "Would my grandmother still be alive?",
    "Did the training make the difference for those who got a job?",
    "What is the probability of sufficiency?",
    "Is the discount the reason that this customer bought?",
    "Whom did the programme help?",
    "Which pupils did the tutoring help?",
    "Which customers bought because of the newsletter?",
    "Did the pill cure me?",
    "Could John still be alive?",
    "How much of the rise in sales came from the discount?",
    "What is the probability that the drug was necessary for recovery?",
)
NOT_THIRD = (
    "What is the effect of quitting on weight?",
    "Does smoking cause cancer?",
    "How much does quitting raise weight?",
    "How many rows were used?",
    "How sure is this?",
    "How many people were in the study?",
    "What does the answer rest on?",
    "What would change if everybody quit?",
    "What is the average effect for those who quit?",
    "Was age adjusted for?",
    "Who was in the data?",
    "What would make this wrong?",
    "Is the effect larger than zero?",
    "What is the probability that the interval misses?",
    "How many rows were left out?",
    "Why is age adjusted for?",
    "What if there is a hidden common cause?",
    "Which stress tests were passed?",
    "How much of the difference is left after adjusting?",
    "What is the effect of Treatment on Outcome?",
    "Which rows were left out because of missing values?",
    "How much of the data came from men?",
    "Would sales rise if we gave the discount?",
    "Which variables does the answer adjust for?",
    "Does the bus line help people?",
)


@pytest.mark.parametrize("question", THIRD)
def test_what_would_have_been_is_seen(question: str) -> None:
    assert asks_what_would_have_been(question)


@pytest.mark.parametrize("question", NOT_THIRD)
def test_an_average_effect_is_no_such_question(question: str) -> None:
    assert not asks_what_would_have_been(question)
