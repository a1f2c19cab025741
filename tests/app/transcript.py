# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader would say, key by key: where the focus goes, what it is in, and what changes of what has the focus.

It is made of nothing but what the application signals on the bus of assistive technologies, as Orca's speech is."""

import re

from gatehouse import main
from gatehouse_app import ARTIFACTS
from walker import TYPE_NAME, Atspi, GLib, Walker

# What is told of a place when the focus comes into it.
PLACES = {'frame', 'dialog', 'alert', 'panel', 'list', 'list box', 'page tab list', 'menu', 'tool tip', 'grouping'}
STATES = (('CHECKED', 'checked'), ('PRESSED', 'pressed'), ('SELECTED', 'selected'), ('INVALID', 'invalid'))
PROPERTIES = ('accessible-name', 'accessible-description')
TWO_WAYS = {'check box': ('CHECKED', 'on', 'off'), 'toggle button': ('PRESSED', 'pressed', 'not pressed'),
            'radio button': ('CHECKED', 'chosen', 'not chosen')}


class Transcript(Walker):
    """Hears the application, and writes down what it would say."""

    def __init__(self, app, title):
        super().__init__(app)
        self.lines = [title, '=' * len(title), '']
        self.focused_path = None
        self.told = ['', '']
        self.places = []

    def get(self, path, name):
        arguments = GLib.Variant('(ss)', ('org.a11y.atspi.Accessible', name))
        return self.bus.call_sync(self.name, path, 'org.freedesktop.DBus.Properties', 'Get', arguments, None, 0, 30000, None).unpack()[0]

    def role(self, path):
        return Atspi.role_get_name(Atspi.Role(self.call(path, 'Accessible', 'GetRole')[0]))

    def states(self, path):
        low, high = self.call(path, 'Accessible', 'GetState')[0]
        return low | high << 32

    def places_of(self, path):
        places = []
        while True:
            _, path = self.get(path, 'Parent')
            if path.rpartition('/')[2] in ('root', 'null'):
                return places
            name, role = self.get(path, 'Name'), self.role(path)
            if role in PLACES and name and not TYPE_NAME.match(name):
                places.insert(0, f'{role} “{name}”')

    def element(self, path):
        name, role, description, states = self.get(path, 'Name'), self.role(path), self.get(path, 'Description'), self.states(path)
        words = [f'“{name}”', role]
        for state, word in STATES:
            if states >> int(getattr(Atspi.StateType, state)) & 1 and role not in TWO_WAYS:
                words.append(word)
        if role in TWO_WAYS:
            state, yes, no = TWO_WAYS[role]
            words.append(yes if states >> int(getattr(Atspi.StateType, state)) & 1 else no)
        if states >> int(Atspi.StateType.EXPANDABLE) & 1:
            words.append('open' if states >> int(Atspi.StateType.EXPANDED) & 1 else 'closed')
        if not states >> int(Atspi.StateType.SENSITIVE) & 1:
            words.append('greyed')
        if description and description != name:
            words.append(f'({description})')
        return ', '.join(words)

    def tell_focus(self, path):
        self.focused_path = path
        try:
            places, element = self.places_of(path), self.element(path)
            self.lines += [f'    {place}' for place in places if place not in self.places] + [f'    {element}']
            self.places = places
            self.told = [self.get(path, 'Name'), self.get(path, 'Description')]
        except GLib.Error:
            # It was there for so short a time that nobody would be told of it.
            self.focused_path = None

    def tell(self, path, signal, told):
        if signal == 'StateChanged' and told[0] == 'focused' and told[1] == 1:
            self.tell_focus(path)
        elif path != self.focused_path:
            return
        elif signal == 'PropertyChange' and told[0] in PROPERTIES:
            which = PROPERTIES.index(told[0])
            # A screen reader does not repeat itself.
            if told[3] and told[3] != self.told[which]:
                self.lines.append(f'    … “{told[3]}”' if which else f'    … is now “{told[3]}”')
            self.told[which] = told[3]
        elif signal == 'StateChanged' and told[0] in ('checked', 'pressed', 'expanded', 'invalid', 'busy'):
            role = self.role(path)
            # What was just told of it, and how a tab is drawn, is not told again.
            if told[0] in ('checked', 'pressed') and (role not in TWO_WAYS or TWO_WAYS[role][1 if told[1] else 2] in self.lines[-1].rsplit(', ')):
                return
            self.lines.append(f'    … {"" if told[1] else "not "}{told[0]}')

    def take(self):
        self.hear()
        events, self.events = self.events, []
        for event in events:
            self.tell(*event)

    def begin(self, what=''):
        """What is said when one comes to it."""
        self.take()
        self.lines.append(what or 'At the start')
        node = self.app.wait_until('something has the focus', self.focus)
        self.tell_focus(node.path)

    def step(self, keys, until=None, typed=None):
        """Presses keys, types, waits until what is wanted is there, or what was typed, and writes down what was said meanwhile."""
        self.take()
        self.lines += ['', ' '.join([*keys, *([f'“{typed}”'] if typed else [])])]
        self.app.keys(*keys)
        if typed:
            self.app.type(typed)
        self.app.wait_until(f'after {keys}', until or (lambda: self.app.holds(typed)))
        self.take()

    def tour(self, limit=80):
        """Goes by Tab through what there is, until it comes back."""
        self.take()
        seen = [self.focused_path]

        def moved():
            self.take()
            return self.focused_path and self.focused_path != seen[-1]
        while len(seen) < limit:
            self.step(['Tab'], moved)
            if self.focused_path in seen:
                return
            seen.append(self.focused_path)

    def says(self, text):
        """Whether it was said since the last key."""
        self.take()
        last = len(self.lines) - 1 - self.lines[::-1].index('')
        return any(text in line for line in self.lines[last:])

    def write(self, name):
        self.take()
        (ARTIFACTS / f'transcript-{name}.txt').write_text('\n'.join(self.lines) + '\n')

    def close(self, name):
        """Written down to the end; nothing was mute, nothing was told in signs."""
        self.write(name)
        assert not self.faults(), '\n'.join(self.faults())

    def faults(self):
        """What is mute, told twice, or told in signs that no voice can say."""
        return [line for line in self.lines if line.startswith('    ') and (
            '“”' in line or '…. ' in line or re.search(r'“(.{4,}), \1”', line) or 'Gtk' in line or 'Adw' in line
            or any(glyph in line for glyph in '●○◐✓✗✔✘→←'))]


def run(tests, said, name, server):
    """Runs the tests of a program; what was said is written down whatever comes of them, and the server ended."""
    try:
        main(tests)
    finally:
        said.write(name)
        server.terminate()
        server.wait(10)
