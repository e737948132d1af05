"""What is counted and measured, as /metrics names it: docs/operation.md tells what each means."""

from __future__ import annotations

from bot.counting import Figure
from bot.i18n.catalogue import figures as texts

#: seconds until an article that was published is sent; a feed that shows it late counts too
NEWS_BUCKETS = (5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 14400.0)
#: seconds until an article that we have seen is sent: what is ours
OWN_BUCKETS = (0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 14400.0)
#: seconds of a call, or of an answer
CALL_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

ARTICLES_STORED = Figure(name="jarshy_articles_stored_total", meaning=texts.ARTICLES_STORED, labels=("source",))
#: outcome: "began", "joined"
STORY_ARTICLES = Figure(name="jarshy_story_articles_total", meaning=texts.STORY_ARTICLES, labels=("outcome",))
#: outcome: "read", "unchanged", "failed"
POLLS = Figure(name="jarshy_polls_total", meaning=texts.POLLS, labels=("source", "outcome"))
#: outcome: "sent", or the kind of the verdict; each call of the platform is one
MESSAGES = Figure(name="jarshy_messages_total", meaning=texts.MESSAGES, labels=("lane", "outcome"))
ALERTS_SENT = Figure(name="jarshy_alerts_sent_total", meaning=texts.ALERTS_SENT, labels=("lane",))
ALERTS_FOLDED = Figure(name="jarshy_alerts_folded_total", meaning=texts.ALERTS_FOLDED, labels=("lane",))
ALERTS_FAILED = Figure(name="jarshy_alerts_failed_total", meaning=texts.ALERTS_FAILED, labels=("lane", "cause"))
#: outcome: "edited", "retried", "left"
EDITS = Figure(name="jarshy_edits_total", meaning=texts.EDITS, labels=("lane", "outcome"))
LETTERS_SENT = Figure(name="jarshy_letters_sent_total", meaning=texts.LETTERS_SENT, labels=("lane", "kind"))
REFUSALS = Figure(name="jarshy_refusals_total", meaning=texts.REFUSALS, labels=("lane", "cause"))
DELIVERY_LATENCY = Figure(
    name="jarshy_delivery_latency_seconds", meaning=texts.DELIVERY_LATENCY, labels=("lane",), buckets=NEWS_BUCKETS
)
HANDLING_LATENCY = Figure(
    name="jarshy_handling_latency_seconds", meaning=texts.HANDLING_LATENCY, labels=("lane",), buckets=OWN_BUCKETS
)
PLATFORM_CALL = Figure(
    name="jarshy_platform_call_seconds", meaning=texts.PLATFORM_CALL, labels=("lane",), buckets=CALL_BUCKETS
)
COMMANDS = Figure(name="jarshy_commands_answered_total", meaning=texts.COMMANDS, labels=("platform", "command"))
ANSWER_TIME = Figure(
    name="jarshy_answer_seconds", meaning=texts.ANSWER_TIME, labels=("platform",), buckets=CALL_BUCKETS
)
#: way: "telegram", "slack/events", …; outcome: "taken", "repeated", "refused", "malformed", "failed"
WEBHOOK_CALLS = Figure(name="jarshy_webhook_calls_total", meaning=texts.WEBHOOK_CALLS, labels=("way", "outcome"))
BUGS = Figure(name="jarshy_bugs_total", meaning=texts.BUGS, labels=("event",))

#: all of them, in the order of /metrics
FIGURES = (
    ARTICLES_STORED,
    STORY_ARTICLES,
    POLLS,
    MESSAGES,
    ALERTS_SENT,
    ALERTS_FOLDED,
    ALERTS_FAILED,
    EDITS,
    LETTERS_SENT,
    REFUSALS,
    DELIVERY_LATENCY,
    HANDLING_LATENCY,
    PLATFORM_CALL,
    COMMANDS,
    ANSWER_TIME,
    WEBHOOK_CALLS,
    BUGS,
)
