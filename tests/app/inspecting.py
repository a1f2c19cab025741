# SPDX-License-Identifier: GPL-3.0-or-later
"""The inspector by keys: how one comes to it, and how one gets about in it."""

from gatehouse_app import role_of, text_of


class Inspector:
    """Drives “Try it” from the list of everything."""

    def __init__(self, app, home='Default'):
        self.app = app
        self.home = home

    def open(self, name, words=None):
        """From the list of everything: type, Tab to Try, Return. The words find it; they may be less than its name."""
        words = words or name
        self.app.keys('ctrl+t')
        self.app.wait_focus('Search tools')
        self.app.keys('ctrl+a')
        self.app.type(words)
        self.app.wait_until(f'“{words}” is typed', lambda: text_of(self.app.focused()) == words)
        self.app.find(name + ', ', 'list item')
        self.tab('Try ')
        self.app.keys('Return')
        self.app.window(f'Try {name}')

    def tab(self, name):
        """Presses Tab until the focus is on what is called so."""
        def there():
            node = self.app.focused()
            if node and node.get_name().startswith(name):
                return node
            self.app.keys('Tab')
            return None
        return self.app.wait_until(f'the focus is on “{name}”', there)

    def write(self, name, text):
        """Into the field with this name."""
        self.tab(name)
        self.app.keys('ctrl+a')
        self.app.type(text)
        self.app.wait_until(f'“{text}” is written', lambda: self.app.holds(text))

    def choose(self, name, value):
        """One of the values of a field that has a list of them."""
        self.tab(name)
        self.app.keys('space')
        self.app.find(value, 'list item')

        def there():
            node = self.app.focused()
            if node and role_of(node) == 'list item' and node.get_name() == value:
                return node
            self.app.keys('Down')
            return None
        self.app.wait_until(f'“{value}” has the focus', there)
        self.app.keys('Return')
        self.app.wait_focus(f'{name}, {value}')

    def run(self, until='· done ·'):
        self.app.keys('ctrl+Return')
        self.app.find(until, 'label')

    def open_json(self):
        """The arguments as JSON, in their text."""
        self.app.keys('alt+j')
        return self.tab('Arguments as JSON')

    def close(self):
        self.app.keys('Escape')
        self.app.window(self.home)
