"""What is told of a broker: its fields, the try of it, stage by stage, and what comes of that."""

from time import monotonic

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from pydantic import SecretStr

from mirrorapp.events import Notice
from mirrorapp.hub.trial import Stage
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui import theme
from mirrorapp.ui.broker import FORM, TRY, Broker
from mirrorapp.ui.i18n import Line, Texts
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.screens.finding import host_request
from mirrorapp.ui.typing import Request
from mirrorapp.ui.unread import Unread
from mirrorapp.ui.widgets.stage_row import FAILED, NOT_YET, NOW, PASSED, Mark, StageRow

_PORT_MOST, _NAME_MOST, _SECRET_MOST = 5, 60, 64
_DOTS = "••••••••"
"""For every password the same: how long it is concerns nobody."""
_CALLED = {
    Stage.REACHABLE: "broker.stage.reachable", Stage.ENCRYPTED: "broker.stage.encrypted",
    Stage.LET_IN: "broker.stage.let_in", Stage.ALLOWED: "broker.stage.allowed"}

_NONE: Mark = ("–", theme.QUIET)
"""There is nothing to pass: it is to be open."""
_UNTOLD: Mark = ("?", theme.QUIET)
"""The broker does not say."""


class FormScreen(MirrorScreen):
    """Each thing to be touched and changed, and then tried; `behind`: the page "Back" leads to."""

    broker = ObjectProperty()
    browse = ObjectProperty()
    write = ObjectProperty()
    behind = StringProperty("")
    now_s = ObjectProperty(monotonic)
    host = StringProperty("")
    port = StringProperty("")
    user = StringProperty("")
    secret = StringProperty("")
    tls = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._unread = Unread(self.now_s)

    def on_pre_enter(self, *_: object) -> None:
        """A second tap on what led here sets and tries nothing."""
        self._unread.came()

    def show(self, snapshot: Snapshot) -> None:
        self._tell()

    def tick(self, now_s: float) -> None:
        self._tell()

    def type_host(self) -> None:
        """Type its address."""
        self.write(host_request(self.texts, self.broker, FORM))

    def type_port(self) -> None:
        """Type its port."""
        self.write(Request(
            self.texts.say("broker.port"), str(self.broker.draft.port), _PORT_MOST,
            lambda port: self._told(port=int(port)), FORM,
            note=self.texts.say("broker.usual"), usable=_port, signs=True))

    def type_user(self) -> None:
        """Type the user's name; none may be right."""
        self.write(Request(
            self.texts.say("broker.user"), self.broker.draft.username, _NAME_MOST,
            lambda name: self._told(username=name), FORM,
            note=self.texts.say("broker.user_note"), usable=lambda _: True,
            whose=self.broker.draft.host))

    def type_secret(self) -> None:
        """Type the password; none may be right."""
        typed = self.broker.draft.password
        self.write(Request(
            self.texts.say("broker.password"), typed.get_secret_value() if typed else "",
            _SECRET_MOST, lambda secret: self._told(password=SecretStr(secret)), FORM,
            note=self.texts.say("broker.password_note"), usable=lambda _: True, secret=True,
            whose=self.broker.draft.host))

    def encrypt(self) -> None:
        """Encrypted, or not any more."""
        if self._unread.over:
            self.broker.encrypt()

    def try_it(self) -> None:
        """Enough has been told."""
        if self._unread.over:
            self.browse(TRY)

    def _told(self, **told: object) -> str:
        self.broker.tell(**told)
        return FORM

    def _tell(self) -> None:
        broker, none = self.broker, self.texts.say("broker.none")
        draft = broker.draft
        self.host, self.port, self.tls = draft.host, str(draft.port), draft.tls
        self.user = draft.username or none
        self.secret = _DOTS if broker.secret else none


class TrialScreen(MirrorScreen):
    """Tries while it is shown; what works is kept at once. `out` gives the page that follows."""

    broker = ObjectProperty()
    browse = ObjectProperty()
    out = ObjectProperty()
    now_s = ObjectProperty(monotonic)
    note = StringProperty("")
    told = StringProperty("")
    more = StringProperty("")
    over = BooleanProperty(False)
    kept = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._unread = Unread(self.now_s)
        self.rows = [StageRow() for _ in Stage]
        for row in self.rows:
            self.ids.rows.add_widget(row)

    def on_pre_enter(self, *_: object) -> None:
        self.broker.try_it()

    def on_leave(self, *_: object) -> None:
        self.broker.stop()

    def show(self, snapshot: Snapshot) -> None:
        self._tell()

    def tick(self, now_s: float) -> None:
        self.broker.follow()
        self._tell()

    def again(self) -> None:
        """Another try of the same; or, once it is kept, on."""
        if self._unread.over:
            if self.kept:
                self.browse(self.out())
            else:
                self.broker.try_it()

    def keep(self) -> None:
        """Whatever came of it."""
        if self._unread.over:
            self.broker.keep()
            if self.broker.kept:
                self.browse(self.out())

    def _tell(self) -> None:
        broker: Broker = self.broker
        texts: Texts = self.texts
        over = broker.verdict is not None or broker.wrong is not None
        if over and not self.over:
            self._unread.came()
        self.over, self.kept = over, broker.kept
        self.note = f"{broker.draft.host}:{broker.draft.port}"
        for stage, row in zip(Stage, self.rows, strict=True):
            row.mark, row.ink = _mark(stage, broker)
            row.text = texts.say(_called(stage, broker))
        line = _outcome(broker, texts)
        self.told, self.more = line.text, line.more


def _called(stage: Stage, broker: Broker) -> str:
    """Where its name is in the catalogue."""
    is_open = stage is Stage.ENCRYPTED and not broker.draft.tls
    return "broker.stage.open" if is_open else _CALLED[stage]


def _mark(stage: Stage, broker: Broker) -> Mark:
    """A sign of its own for each way that a stage may be, and its colour."""
    verdict, now = broker.verdict, broker.stage
    if verdict is not None and stage is verdict.failed:
        return FAILED
    passed = now is not None and stage < now if verdict is None else stage in verdict.passed
    if passed:
        return PASSED if stage is not Stage.ENCRYPTED or broker.draft.tls else _NONE
    if verdict is None and stage is now:
        return NOW
    return _UNTOLD if verdict is not None and verdict.good else NOT_YET


def _outcome(broker: Broker, texts: Texts) -> Line:
    if broker.wrong is not None:
        return texts.wrong(broker.wrong)
    verdict = broker.verdict
    if verdict is None:
        return texts.line("broker.trying")
    said = texts.wrong(Notice(TRY, verdict.what, verdict.remedy))
    return Line(texts.say("broker.works"), said.more) if verdict.good else said


def _port(text: str) -> bool:
    told = text.strip()
    return told.isascii() and told.isdecimal() and 1 <= int(told) <= 65535
