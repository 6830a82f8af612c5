"""Another program that has the whole screen: all of it is green."""

from kivy.app import App
from kivy.core.window import Window
from kivy.uix.widget import Widget


class Kiosk(App):
    """Nothing but its colour."""

    title = "kiosk"

    def build(self) -> Widget:
        Window.fullscreen = "auto"
        Window.clearcolor = (0, 0.5, 0, 1)
        return Widget()


Kiosk().run()
