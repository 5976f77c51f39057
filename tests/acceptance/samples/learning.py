"""What a learner does in a sample course, whatever plays it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import FrameLocator

# The right answers of the two quizzes, question by question.
SECURITY_ANSWERS = [
    "b",
    False,
    ["a", "c", "d"],
    " Phishing ",
    {"1": "b", "2": "a", "3": "c"},
    "cdba",
    "1",
    "3",
]
FEEDBACK_ANSWERS = [
    "b",
    ["a", "c"],
    {"1": "s", "2": "b", "3": "i"},
    "cdba",
    "impact",
    False,
    "10",
    "4",
]


async def forward(sco: FrameLocator, steps: int) -> None:
    for _ in range(steps):
        await sco.locator("#next").click()


async def answer(sco: FrameLocator, answer: Any) -> None:
    """Answer the question on the page and go on."""
    form = sco.locator("section:not([hidden]) form.question")
    if isinstance(answer, dict):
        for source, target in answer.items():
            await form.locator(f'select[data-source="{source}"]').select_option(target)
    elif await form.locator(".ordering").count():
        for place, wanted in enumerate(answer):
            row = form.locator(f'li[data-value="{wanted}"]')
            while (
                await form.locator(".ordering li").nth(place).get_attribute("data-value") != wanted
            ):
                await row.locator("[data-up]").press("Enter")
    elif await form.locator('input[type="text"]').count():
        await form.locator("input").fill(answer)
    else:
        for choice in answer if isinstance(answer, list) else [str(answer).lower()]:
            await form.locator(f'input[value="{choice}"]').check()
    await form.locator('button[type="submit"]').click()
    await forward(sco, 1)
