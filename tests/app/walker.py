# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks the windows of the application as a person does who sees nothing: by Tab, and by what assistive technologies are told.

The tree is read in one call (the cache that every toolkit offers), and what changes is heard as a screen reader hears it: by the signals on
the bus of assistive technologies."""

import contextlib
import re
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

MOVED_SECONDS = 1.0  # how long a focus may take to move before the key is pressed again; the tests do not depend on it
STOPS_MAX = 400
ROOT = '/org/a11y/atspi/accessible/root'
# What is more than words and room: a person does something with it.
ACTIONABLE = {'push button', 'toggle button', 'check box', 'radio button', 'list item', 'entry', 'text', 'combo box', 'page tab', 'menu item',
              'check menu item', 'radio menu item', 'spin button', 'slider', 'password text', 'link', 'table row', 'switch', 'label'}
# What holds others may have the focus only when it can be told from others.
TYPE_NAME = re.compile(r'^(Gtk|Adw|Gate|Gdk)[A-Z]\w+$')
# The window manager has keys of its own for these.
WINDOW_BUTTONS = {'Minimize', 'Maximize', 'Close', 'Restore'}


class Node:
    """What was told of one thing when the tree was read."""

    def __init__(self, item):
        (_, self.path), _, (_, self.parent_path), self.index, _, self.interfaces, self.name, role, self.description, states = item
        self.role = Atspi.role_get_name(Atspi.Role(role))
        self.states = states[0] | states[1] << 32
        self.children = []
        self.parent = None

    def has(self, state):
        return bool(self.states >> int(state) & 1)

    def ancestors(self):
        node = self.parent
        while node:
            yield node
            node = node.parent

    def below(self):
        for child in self.children:
            yield child
            yield from child.below()

    def window(self):
        node = self
        while node.parent and node.parent.role != 'application':
            node = node.parent
        return node

    def is_sensitive(self):
        return all(node.has(Atspi.StateType.SENSITIVE) for node in (self, *self.ancestors()) if node.role != 'application')

    def __repr__(self):
        where = ' › '.join(reversed([node.name for node in self.ancestors() if node.name and not TYPE_NAME.match(node.name)]))
        return f'{self.role} “{self.name}” in {where}'


def names(stops):
    return [stop.name for stop in stops]


def starts(stops, *wanted):
    """Each is the beginning of what a stop is called."""
    missing = [name for name in wanted if not any(stop.name.startswith(name) for stop in stops)]
    assert not missing, (missing, names(stops))


class Walker:
    """Hears and walks one application."""

    def __init__(self, app):
        self.app = app
        session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, 0, -1, None).unpack()[0]
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        self.name = app.root.get_child_at_index(0).app.bus_name
        self.events = []
        for interface in ('org.a11y.atspi.Event.Object', 'org.a11y.atspi.Event.Window'):
            self.bus.signal_subscribe(self.name, interface, None, None, None, Gio.DBusSignalFlags.NONE, self.on_event)

    def on_event(self, _bus, _sender, path, _interface, signal, parameters):
        self.events.append((path, signal, parameters.unpack()))

    def call(self, path, interface, method, arguments=None):
        return self.bus.call_sync(self.name, path, f'org.a11y.atspi.{interface}', method, arguments, None, Gio.DBusCallFlags.NONE, 30000,
                                  None).unpack()

    def hear(self, until=None, seconds=0.0):
        """Takes what was signalled; waits for what is wanted, if only so long."""
        context = GLib.MainContext.default()
        deadline = time.monotonic() + seconds
        while context.iteration(False):
            pass
        while until and not until() and time.monotonic() < deadline:
            time.sleep(0.005)
            while context.iteration(False):
                pass

    def ask_for_all(self):
        """Asks everything for what it holds, a level at a time."""
        level = [ROOT]
        while level:
            below = []
            missing = len(level)

            def got(bus, result):
                nonlocal missing
                missing -= 1
                with contextlib.suppress(GLib.Error):  # it is gone meanwhile
                    below.extend(path for _, path in bus.call_finish(result).unpack()[0])
            for path in level:
                self.bus.call(self.name, path, 'org.a11y.atspi.Accessible', 'GetChildren', None, None, Gio.DBusCallFlags.NONE, 30000, None, got)
            while missing:
                GLib.MainContext.default().iteration(True)
            level = below

    def read(self):
        """Everything there is, by path. GTK has ready what was asked for before."""
        self.ask_for_all()
        nodes = {}
        for item in self.call('/org/a11y/atspi/cache', 'Cache', 'GetItems')[0]:
            node = Node(item)
            nodes[node.path] = node
        for node in nodes.values():
            node.parent = nodes.get(node.parent_path)
            if node.parent:
                node.parent.children.append(node)
        for node in nodes.values():
            node.children.sort(key=lambda child: child.index)
        return nodes

    def is_showing(self, node):
        """GTK 4.8 tells this of windows only; but what is not on the screen holds no point."""
        if 'org.a11y.atspi.Component' not in node.interfaces:
            return False
        window = int(Atspi.CoordType.WINDOW)
        try:
            x, y, width, height = self.call(node.path, 'Component', 'GetExtents', GLib.Variant('(u)', (window,)))[0]
            arguments = GLib.Variant('(iiu)', (x + width // 2, y + height // 2, window))
            return width > 0 and height > 0 and self.call(node.path, 'Component', 'Contains', arguments)[0]
        except GLib.Error:
            return False

    def focused_events(self):
        """Where the focus went since this was asked last."""
        events, self.events = self.events, []
        return [path for path, signal, told in events if signal == 'StateChanged' and told[0] == 'focused' and told[1] == 1]

    def has_moved(self):
        return any(signal == 'StateChanged' and told[0] == 'focused' and told[1] == 1 for _, signal, told in self.events)

    def focus(self):
        """What has the focus now, in the window that has the keys."""
        title = self.app.active_title()
        nodes = [node for node in self.read().values() if node.has(Atspi.StateType.FOCUSED)]
        return next((node for node in nodes if node.window().name == title), None)

    def wait_shown(self):
        """The focus is on something that can be seen."""
        def shown():
            node = self.focus()
            return node if node and self.is_showing(node) else None
        return self.app.wait_until('the focus is on something that can be seen', shown)

    def wait_back(self, path):
        """The focus is where it was."""
        def back():
            node = self.focus()
            return node and node.path == path
        self.app.wait_until('the focus is back where it was', back)

    def press(self, key):
        """Presses a key; where the focus then went."""
        self.hear()
        self.events = []
        self.app.keys(key)
        self.hear(self.has_moved, MOVED_SECONDS)
        return self.focused_events()

    def walk(self, key='Tab'):
        """Presses Tab until it comes back. Returns every stop in order, and what was wrong."""
        faults = []
        start = self.app.wait_until('something has the focus', self.focus)
        stops = [start.path]
        still = 0
        while True:
            moves = self.press(key)
            still = 0 if moves else still + 1
            if still == 3:
                if len(stops) > 1:
                    faults.append(f'{key} goes no further than {self.focus()!r}')
                break
            for path in moves:
                if path in stops:
                    # A list is entered where it was left, so it need not come back to the very first.
                    if stops.index(path) > 1:
                        faults.append(f'{key} is trapped: it does not come back to {start!r}')
                    return stops, faults
                stops.append(path)
            if len(stops) > STOPS_MAX:
                return stops, faults + [f'{key} does not come back to {start!r} within {STOPS_MAX} stops']
        return stops, faults

    def name_of(self, path):
        """What one thing is called, without reading all there is."""
        arguments = GLib.Variant('(ss)', ('org.a11y.atspi.Accessible', 'Name'))
        try:
            return self.bus.call_sync(self.name, path, 'org.freedesktop.DBus.Properties', 'Get', arguments, None, 0, 30000, None).unpack()[0]
        except GLib.Error:
            return ''

    def go_to(self, name, key='Tab'):
        """Presses Tab until there; the path of what has the focus then."""
        start = self.app.wait_until('something has the focus', self.focus)
        if start.name.startswith(name):
            return start.path
        for _ in range(STOPS_MAX):
            for path in self.press(key)[-1:]:
                if self.name_of(path).startswith(name):
                    return path
        raise AssertionError(f'{key} does not come to “{name}”\n{self.app.tree()}')

    def faults_of(self, node):
        """What a person who hears this would miss."""
        if node.role not in ACTIONABLE and not (node.role == 'scroll pane' and node.name):
            yield f'the role says nothing of what it does: {node!r}'
        elif not node.name.strip() or TYPE_NAME.match(node.name):
            yield f'no name: {node!r}'
        elif re.search(r'(^|[\s“(])_\w', node.name):
            yield f'a name with a mnemonic: {node!r}'
        elif len(node.name) > 3 and node.name[:len(node.name) // 2].strip() == node.name[len(node.name) // 2:].strip():
            yield f'a name told twice: {node!r}'
        elif re.search(r'[●○◐✓✗✔✘→←…]\s*$|[●○◐✓✗✔✘→←]', node.name) and not node.name.endswith('…'):
            yield f'a glyph in the name: {node!r}'

    def check(self, leave_out=()):
        """Walks where the application is now, there and back. Returns the stops; raises with every offender at once."""
        stops, faults = self.walk()
        back, more_faults = self.walk('shift+Tab')
        nodes = self.read()
        faults += more_faults
        faults += [f'Shift+Tab does not reach {nodes[path]!r}' for path in stops if path not in back and path in nodes]
        window = None
        for path in dict.fromkeys(stops):
            node = nodes.get(path)
            if not node:
                continue  # it is gone again, or no tree holds it: told below where the focus stays on it
            window = window or node.window()
            faults += self.faults_of(node)
            if node.window() is not window:
                faults.append(f'the focus left {window!r} for {node!r}')
            if not self.is_showing(node):
                faults.append(f'the focus was on something that is not on the screen: {node!r}')
        missing = [path for path in stops if path not in nodes]
        if missing:
            faults.append(f'{len(missing)} stops are in no tree: {self.told_of(missing)}')
        reached = set(stops)
        for node in nodes.values():
            if (window and node.window() is window and node.role in ACTIONABLE and node.path not in reached
                    and node.has(Atspi.StateType.FOCUSABLE) and node.is_sensitive() and not self.is_exempt(node, reached, leave_out)
                    and self.is_showing(node)):
                faults.append(f'Tab does not reach {node!r}')
        assert not faults, '\n'.join(['', *dict.fromkeys(faults)])
        return [nodes[path] for path in stops if path in nodes]

    @contextlib.contextmanager
    def over(self, *keys, title):
        """What the keys open; Escape closes it, and the focus is back where it was."""
        window = self.app.active_title()
        before = self.app.wait_until('something has the focus', self.focus)
        self.app.keys(*keys)
        self.app.window(title)
        self.app.wait_until(f'something in “{title}” has the focus', self.focus)
        yield
        self.app.keys('Escape')
        self.app.wait_until(f'Escape closes “{title}”', lambda: self.app.active_title() == window)
        self.wait_back(before.path)

    def has_expanded(self, node):
        """Whether it is open; None where it is nothing that opens."""
        return node.has(Atspi.StateType.EXPANDED) if node.has(Atspi.StateType.EXPANDABLE) else None

    def told_of(self, paths):
        said = []
        for path in paths:
            try:
                said.append(self.call(path, 'Accessible', 'GetRoleName')[0])
            except GLib.Error as error:
                said.append(error.message)
        return said

    def is_exempt(self, node, reached, leave_out):
        if node.name in WINDOW_BUTTONS or node.name in leave_out:
            return True
        if any(above.role == 'combo box' and above.path in reached for above in node.ancestors()):
            return True
        # One thing of two parts, as a row and its text, or an expander and its header: reaching one is reaching it.
        return any(below.path in reached and (node.role != 'list item' or below.role == 'list item') for below in node.below())
