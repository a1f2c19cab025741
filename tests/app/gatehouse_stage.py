# SPDX-License-Identifier: GPL-3.0-or-later
"""What arranges the application for its pictures: it is led to a page, by keys and by its own actions."""

import subprocess

from gi.repository import Gio, GLib

from gatehouse_app import PROGRAM, Atspi

APP_ID = 'io.github.gatehouse.Gatehouse'
MAIN, CUSTOMIZE = 'Default', 'Plugins & Connectors'


class Stage:
    """The application, on which pictures are arranged. The title of its window is that of the project; say: what it says for a text."""

    def __init__(self, app, title=MAIN, say=str):
        self.app, self.title, self.say = app, title, say

    def act(self, action, parameter=None):
        """Activates an action of the application."""
        parameters = [GLib.Variant('s', parameter)] if parameter is not None else []
        Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(APP_ID, '/' + APP_ID.replace('.', '/'), 'org.gtk.Actions', 'Activate',
                                                        GLib.Variant('(sava{sv})', (action, parameters, {})), None, 0, 30000)

    def press(self, text, role='push button'):
        """Presses a button by its name, as a screen reader's user does."""
        node = self.app.find(text, role)
        names = [Atspi.Action.get_action_name(node, i) for i in range(Atspi.Action.get_n_actions(node))]
        assert 'click' in names, names
        Atspi.Action.do_action(node, names.index('click'))

    def leave(self, title):
        """Leaves what is open; the window with this title has the keys again."""
        self.app.keys('Escape')
        self.app.window(title)

    def home(self):
        """Only the main window, whatever stood open when something went wrong."""
        subprocess.run([PROGRAM], check=True, timeout=60)
        for _ in range(8):
            if self.app.active_title() == self.title:
                break
            self.app.keys('Escape')
            self.app.wait_until('a window is active', self.app.active_title)
        self.app.window(self.title)

    def customize(self, page):
        self.act('customize-page', page)
        self.app.window(self.say(CUSTOMIZE))

    def connector(self, name, title):
        self.act('show-connector', name)
        self.app.window(title)

    def try_item(self, name, title):
        """Opens the inspector for what the page of the project's tools lists."""
        self.app.keys('ctrl+t')
        self.app.wait_focus(self.say('Search tools, resources, and prompts'))
        self.app.keys('ctrl+a')
        self.app.type(name)
        self.press(self.say('Try %s') % title)
        self.app.window(self.say('Try %s') % name)

    def fill(self, label, text):
        """Writes into the field of that name."""
        Atspi.EditableText.set_text_contents(self.app.find(label, 'text'), text)
