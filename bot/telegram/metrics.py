"""What is counted of a bot at work, for Prometheus. Nothing of a person or a question is a label."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info

REGISTRY: Final = CollectorRegistry()

RECEIVED: Final = Counter("grappolo_updates_received", "Updates that Telegram gave.", registry=REGISTRY)
NEW: Final = Counter("grappolo_updates_new", "Those that concern the bot and are no repeats.", registry=REGISTRY)
FAILED: Final = Counter("grappolo_attempts_failed", "Attempts at an answer that went wrong.", registry=REGISTRY)
DEAD: Final = Counter("grappolo_updates_dead", "Updates that were given up.", registry=REGISTRY)
SENDS: Final = Counter("grappolo_sends", "Letters, by what became of them.", ["result"], registry=REGISTRY)
LETTERS: Final = Counter(
    "grappolo_letters", "What the bot sends by itself, by what became of it.", ["result"], registry=REGISTRY
)
TURN_SECONDS: Final = Histogram(
    "grappolo_turn_seconds", "From the claim of an update to its answer in the database.", registry=REGISTRY
)
ANSWER_SECONDS: Final = Histogram(
    "grappolo_answer_seconds",
    "From the arrival of an update to the moment when its answer is sent.",
    registry=REGISTRY,
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600),
)
INBOX_DEPTH: Final = Gauge("grappolo_inbox_depth", "Updates that are not done yet.", registry=REGISTRY)
INBOX_OLDEST: Final = Gauge("grappolo_inbox_oldest_seconds", "Age of the oldest of them.", registry=REGISTRY)
LOOP_LAG: Final = Gauge("grappolo_loop_lag_seconds", "How late the event loop was last.", registry=REGISTRY)
ENTRIES: Final = Gauge("grappolo_base_entries", "Entries of the base that answers.", registry=REGISTRY)
PROBLEMS: Final = Gauge("grappolo_base_problems", "Mistakes that keep a newer base from answering.", registry=REGISTRY)
BACKUP: Final = Gauge(
    "grappolo_backup_last_success_timestamp_seconds", "When the newest backup was made.", registry=REGISTRY
)
BUILD: Final = Info("grappolo_build", "Which version this is.", registry=REGISTRY)
