"""One turn after the other: questions, choices, commands; what is remembered and what is recorded."""

from dataclasses import dataclass, replace

from handlers.authority import Authority
from handlers.choosing import candidate_of, picked_in_words
from handlers.commands import COMMANDS, Privacy, unknown
from handlers.promises import Dialogues, Memory, Outbox, QuestionLog, Roles, Watch
from handlers.recording import count_of, record_id, record_of
from handlers.replies.gaps import way_on
from handlers.replies.layout import plain, under_each_other
from handlers.replies.replies import reply_to
from handlers.replies.teller import Teller
from handlers.rights import Rights, decided_in_words
from handlers.status import Overseeing
from handlers.taps import NONE, Erasing, Mending, Picked, Spoken, read_tap
from handlers.texts.texts import Texts
from handlers.turns import Reply, Say, Turn
from knowledge.answering.linking import mentioned
from knowledge.answering.outcomes import Answer, Candidate, Choice, Gap, Outcome, Part
from knowledge.model.languages import Language, known
from knowledge.reading.readings import Context


@dataclass(frozen=True, slots=True)
class Conversation:
    """Takes turns. Each question gets an answer, a choice or an honest "I do not know" that is recorded."""

    log: QuestionLog
    dialogues: Dialogues
    privacy: Privacy
    roles: Roles
    outbox: Outbox
    watch: Watch

    async def take(self, turn: Turn) -> list[Reply]:
        """The replies to *turn*, in their order; whatever was said, there is at least one."""
        chosen = await self.dialogues.language(turn.bot, turn.asker)
        turn = replace(turn, language=chosen or turn.language, text=turn.text.strip())
        memory = await self.dialogues.recall(turn.bot, turn.chat, turn.asker, turn.at)
        if turn.tapped is not None:
            return [await self._tapped(turn, turn.tapped, memory)]
        if turn.text.startswith("/"):
            return [await self._command(turn, memory)]
        if memory and (said := await self._in_words(turn, memory, _teller(turn, memory))):
            return [said]
        return await self._ask(turn, memory) if turn.text else [_hint(_teller(turn))]

    async def _in_words(self, turn: Turn, memory: Memory, teller: Teller) -> Say | None:
        """What is said to a text that stands for a tap; None if it does not."""
        if picked := picked_in_words(turn.text, memory, teller):
            return await self._picked(turn, picked, memory)
        if erasing := decided_in_words(turn.text, memory, teller.texts):
            return await self._rights.decide(turn, erasing, memory, teller)
        return None

    async def _tapped(self, turn: Turn, data: str, memory: Memory | None) -> Say:
        match read_tap(data):
            case Picked() as picked:
                return await self._picked(turn, picked, memory)
            case Spoken(language):
                return await self._speak(turn, language)
            case Erasing() as erasing:
                return await self._rights.decide(turn, erasing, memory, _teller(turn, memory))
            case Mending(remedy):
                return await self._overseeing.mend(turn, remedy, _teller(turn)) or _closed(_teller(turn, memory))
            case None:
                return _closed(_teller(turn, memory))

    async def _command(self, turn: Turn, memory: Memory | None) -> Reply:
        word, *arguments = turn.text.split()
        # In a group the command may carry the name of the bot it is for.
        name, teller = word[1:].partition("@")[0].casefold(), _teller(turn)
        match name:
            case "language" if arguments and (language := known(arguments[0])):
                return await self._speak(turn, language)
            case "mydata":
                return await self._rights.show(turn, teller)
            case "forgetme":
                return await self._rights.ask(turn, memory, teller)
            case "start" if arguments and (said := await self._authority.accept(turn, arguments[0], teller)):
                return said
        if name == "status" and (said := await self._overseeing.status(turn, teller)):
            return said
        if said := await self._authority.command(turn, name, arguments, teller):
            return said
        command = COMMANDS.get(name)
        return command.reply(teller, self.privacy) if command and command.reply else unknown(teller, word)

    async def _speak(self, turn: Turn, language: Language) -> Say:
        await self.dialogues.choose_language(turn.bot, turn.asker, language)
        return Say(plain(Texts(language).say("From now on I speak English, unless you write in another language.")))

    async def _ask(self, turn: Turn, memory: Memory | None) -> list[Reply]:
        context = memory.context if memory else Context()
        asked = turn.base.ask(turn.text, language=turn.language, today=turn.at.date(), context=context)
        replies: list[Reply] = []
        memory = Memory(asked.context)
        for number, part in enumerate(asked.parts):
            id = record_id(turn, number)
            replies.append(await self._deliver(turn, part, asked.language, id))
            # What was asked back goes before what is only offered.
            if isinstance(part.outcome, Choice) or memory.record is None or memory.is_gap:
                memory = _open(part.outcome, asked.context, asked.language, id) or memory
        await self._remember(turn, memory)
        return replies or [_hint(_teller(turn))]

    async def _deliver(self, turn: Turn, part: Part, language: Language, id: str, *, picked: bool = False) -> Say:
        """Count or record one outcome, and say it."""
        if isinstance(part.outcome, Answer):
            await self.log.count(count_of(part.outcome, turn, language, "choice" if picked else "answer"))
        else:
            await self.log.add(record_of(part, part.outcome, turn, language, id))
        return reply_to(part.outcome, Texts(language), turn.base, id)

    async def _picked(self, turn: Turn, picked: Picked, memory: Memory | None) -> Say:
        teller = _teller(turn, memory)
        if memory is None or memory.record != picked.record:
            return _closed(teller)
        if picked.number == NONE:
            await self.log.close(turn.bot, picked.record, "", turn.at)
            await self._remember(turn, Memory(memory.context))
            return _none_of_these(teller)
        if candidate := candidate_of(picked, memory):
            await self.log.close(turn.bot, picked.record, candidate.id, turn.at)
            return await self._answer(turn, candidate, memory, teller)
        return _closed(teller)

    async def _answer(self, turn: Turn, candidate: Candidate, memory: Memory, teller: Teller) -> Say:
        outcome = turn.base.answer(candidate.reading, turn.at.date())
        language, id = teller.texts.language, record_id(turn, 0)
        context = Context(candidate.reading, mentioned(outcome.body) if isinstance(outcome, Answer) else ())
        still_open = replace(memory, context=context) if memory.is_gap else Memory(context)
        await self._remember(turn, _open(outcome, context, language, id) or still_open)
        return await self._deliver(turn, Part(teller.name(candidate.title), outcome), language, id, picked=True)

    @property
    def _rights(self) -> Rights:
        return Rights(self.log, self.dialogues, self.roles, self.outbox)

    @property
    def _authority(self) -> Authority:
        return Authority(self.roles)

    @property
    def _overseeing(self) -> Overseeing:
        return Overseeing(self.roles, self.outbox, self.watch)

    async def _remember(self, turn: Turn, memory: Memory) -> None:
        await self.dialogues.remember(turn.bot, turn.chat, turn.asker, memory, turn.at)


def _teller(turn: Turn, memory: Memory | None = None) -> Teller:
    """Who speaks to this person: in the language of the talk, if there is one, else in the person's own."""
    language = (memory.language or memory.context.language) if memory else None
    return Teller(Texts(language or turn.language), turn.base)


def _open(outcome: Outcome, context: Context, language: Language, id: str) -> Memory | None:
    """What can be taken now, if anything: a candidate of a choice, or what is offered instead of an answer."""
    match outcome:
        case Choice(candidates=candidates):
            return Memory(context, candidates, id, language)
        case Gap(candidates=candidates) if candidates:
            return Memory(context, candidates, id, language, is_gap=True)
        case _:
            return None


def _hint(teller: Teller) -> Say:
    text = teller.texts.say("Write me a question in your own words.")
    return Say(under_each_other([plain(text), *way_on(teller)]))


def _closed(teller: Teller) -> Say:
    return Say(plain(teller.texts.say("This choice is no longer open. Please ask your question again.")))


def _none_of_these(teller: Teller) -> Say:
    text = teller.texts.say("Thank you. I have noted the question for the staff: they will see it.")
    return Say(under_each_other([plain(text), *way_on(teller)]))
