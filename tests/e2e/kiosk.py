"""Another program that has the whole screen: all of it is green."""

import os

os.environ.update(KIVY_NO_ARGS="1", KIVY_NO_CONFIG="1", KIVY_NO_FILELOG="1")

from kivy.config import Config

Config.set("graphics", "fullscreen", "auto")
Config.set("graphics", "multisamples", "0")

from kivy.app import App
from kivy.core.window import Window
from kivy.uix.widget import Widget


class Kiosk(App):
    """Nothing but its colour."""

    title = "kiosk"

    def build(self) -> Widget:
        Window.clearcolor = (0, 0.5, 0, 1)
        return Widget()


Kiosk().run()
