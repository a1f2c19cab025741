# SPDX-License-Identifier: GPL-3.0-or-later
"""What the black-box tests of the application share: it is driven by keys and read as a screen reader reads it, never from within."""

import os
import pathlib
import re
import subprocess
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

from gatehouse import browser_log  # noqa: E402

PROGRAM = os.environ['GATEHOUSE']
ARTIFACTS = pathlib.Path(os.environ.get('GATE_ARTIFACTS', os.environ['GATE_TEST_SESSION']))
SCREENSHOTS = pathlib.Path(os.environ.get('GATE_SCREENSHOTS') or ARTIFACTS / 'screenshots')
DEADLINE = int(os.environ.get('GATE_TEST_DEADLINE', '30'))
# With sanitizers: how many blocks the libraries leave behind at the end (tests/app/meson.build).
LEFT_BY_OTHERS = int(os.environ.get('GATE_LEFT_BY_OTHERS', '0'))

# Without its main loop libatspi keeps nothing of what it read but the names of interfaces: what is read is what is there now. So nothing is
# cleared either, and no mask set, which would turn the keeping on: the tree that libatspi 2.46 has of a program is the one that the program
# announced, and where that goes in circles, clear_cache() never ends.
Atspi.init()
Atspi.set_timeout(5000, 20000)


def children(node):
    try:
        return [child for child in (node.get_child_at_index(i) for i in range(node.get_child_count())) if child]
    except Exception:
        return []


def walk(node, depth=0, above=()):
    """The node and all below it, with their depths. While a program begins or ends, what is told of it may go in circles."""
    yield node, depth
    above = (*above, node)
    for child in children(node):
        if child not in above:
            yield from walk(child, depth + 1, above)


def name_of(node):
    try:
        return node.get_name() or ''
    except Exception:
        return ''


def description_of(node):
    try:
        return node.get_description() or ''
    except Exception:
        return ''


def role_of(node):
    try:
        return node.get_role_name()
    except Exception:
        return ''


def text_of(node):
    # Which interfaces a node has is kept: what has no text is not asked for it, time and again.
    try:
        if 'Text' not in node.get_interfaces():
            return ''
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))
    except Exception:
        return ''


def has_state(node, state):
    try:
        return node.get_state_set().contains(state)
    except Exception:
        return False


def is_shown(node):
    """Whether it is on the screen. What is on a page that is not shown is in the tree, too, and GTK 4.8 tells the state of windows only; but it
    holds no point."""
    window = Atspi.CoordType.WINDOW
    try:
        box = Atspi.Component.get_extents(node, window)
        return box.width > 0 and box.height > 0 and Atspi.Component.contains(node, box.x + box.width // 2, box.y + box.height // 2, window)
    except Exception:
        return False


BUS = Gio.bus_get_sync(Gio.BusType.SESSION)
SECRETS = '/org/freedesktop/secrets'


def call_keyring(interface, method, parameters):
    return BUS.call_sync('org.freedesktop.secrets', SECRETS, interface, method, parameters, None, Gio.DBusCallFlags.NONE, DEADLINE * 1000)


def lock_keyring():
    """Locks the keyring, as another program or the end of a pause does."""
    call_keyring('org.freedesktop.Secret.Service', 'Lock', GLib.Variant('(ao)', ([SECRETS + '/collection/login'],)))


def unlock_keyring():
    """Unlocks it, as another program or a login does: without a prompt."""
    session = call_keyring('org.freedesktop.Secret.Service', 'OpenSession', GLib.Variant('(sv)', ('plain', GLib.Variant('s', '')))).unpack()[1]
    secret = (session, b'', os.environ['GATE_TEST_KEYRING_PASSWORD'].encode(), 'text/plain')
    call_keyring('org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface', 'UnlockWithMasterPassword',
                 GLib.Variant('(o(oayays))', (SECRETS + '/collection/login', secret)))


def keyring_prompt(app, *keys, text=None, password=False):
    """Answers what the keyring itself asks, in a window of another program."""
    app.window('Unlock Login Keyring')
    if password or text:
        app.type(os.environ['GATE_TEST_KEYRING_PASSWORD'] if password else text)
    app.keys(*keys)


class App:
    """The application, running."""

    def __init__(self, *arguments, env=None, screenshots=os.environ.get('GATE_SCREENSHOTS')):
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        # That a session has no notifications is the session's, not ours.
        self.expected = ['unable to send notifications']
        self.camera = None
        if screenshots:
            from gatehouse_camera import Camera
            self.camera = Camera(screenshots)
        self.log = open(pathlib.Path(os.environ['GATE_TEST_SESSION'], 'gatehouse.log'), 'a+')
        self.start(*arguments, env=env)

    def start(self, *arguments, env=None):
        """Starts it, for the first time or anew. The pointer is out of the way: what comes up under it is chosen by it."""
        subprocess.run(['xdotool', 'mousemove', '9999', '9999'], check=True, timeout=DEADLINE)
        variables = dict(os.environ, **(env or {}))
        self.left_by_others = LEFT_BY_OTHERS
        self.told_before = len(self.messages())
        if LEFT_BY_OTHERS:
            # Leaks are told and counted here, whatever the test makes of the exit status.
            variables['ASAN_OPTIONS'] += ':detect_leaks=1'
            variables['LSAN_OPTIONS'] = variables.get('LSAN_OPTIONS', '') + ':exitcode=0'
        self.process = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, env=variables)
        self.root = self.wait_until('the application shows up', self.find_root)

    def find_root(self):
        desktop = Atspi.get_desktop(0)
        # From inside a sandbox it is the proxy of its bus that is there.
        return next((app for app in children(desktop) if name_of(app) == 'gatehouse'
                     and (app.get_process_id() == self.process.pid or 'FLATPAK_USER_DIR' in os.environ)), None)

    def wait_until(self, what, condition):
        """What the condition gives once it is not empty; the tree, when that takes too long."""
        deadline = time.monotonic() + DEADLINE
        while time.monotonic() < deadline:
            value = condition()
            if value:
                return value
            assert self.process.poll() is None, f'the application ended with {self.process.returncode} while waiting: {what}\n{self.messages()}'
            time.sleep(0.02)
        self.picture('timeout')
        raise AssertionError(f'not within {DEADLINE} s: {what}\n{self.tree()}\n{self.messages()}')

    def wait_links(self, n):
        """What the browser was given to open: that many links, and no more. It is another process, and takes its time."""
        self.wait_until(f'{n} links in the browser', lambda: len(browser_log()) >= n)
        links = browser_log()
        assert len(links) == n, links
        return links

    def messages(self):
        self.log.flush()
        return pathlib.Path(self.log.name).read_text()

    def nodes(self, window=''):
        """Everything there is; only what is in the windows whose titles hold the words."""
        for each in children(self.root):
            if window in name_of(each):
                yield from (node for node, _ in walk(each))

    def look_for(self, text, role=None, state=None, window=''):
        """The first node whose name or text holds the words."""
        for node in self.nodes(window):
            if role and role_of(node) != role:
                continue
            if (text in name_of(node) or text in text_of(node)) and (state is None or has_state(node, state)):
                return node
        return None

    def find(self, text, role=None, state=None, window=''):
        return self.wait_until(f'“{text}” ({role or "anything"})', lambda: self.look_for(text, role, state, window))

    def find_shown(self, text, role=None):
        """The same for what is on a page that comes and goes with all that is on it."""
        return self.wait_until(f'“{text}” ({role or "anything"}) is shown', lambda: next(
            (node for node in self.nodes() if (not role or role_of(node) == role) and (text in name_of(node) or text in text_of(node))
             and is_shown(node)), None))

    def find_told(self, text):
        """What is told by a toast, which is gone after some seconds, and where the focus is, where it stays."""
        def told():
            node = self.focused()
            return self.look_for(text) or (node if node and text in description_of(node) else None)
        return self.wait_until(f'“{text}” is told', told)

    def holds(self, text):
        """Whether a field holds just that."""
        return any(text_of(node) == text for node in self.nodes() if role_of(node) == 'text')

    def gone(self, text, role=None):
        self.wait_until(f'“{text}” is gone', lambda: not self.look_for(text, role))

    def active_title(self):
        """The title of the window that has the keys. GTK 4.8 tells the state “active” of the main window only."""
        return subprocess.run(['xdotool', 'getwindowfocus', 'getwindowname'], capture_output=True, text=True, timeout=DEADLINE).stdout.strip()

    def focused(self):
        """What has the focus, in the window that has the keys."""
        title = self.active_title()
        for window in children(self.root):
            if name_of(window) != title:
                continue
            for node, _ in walk(window):
                if has_state(node, Atspi.StateType.FOCUSED):
                    return node
        return None

    def wait_focus(self, text):
        def condition():
            node = self.focused()
            return node if node and text in (name_of(node) + text_of(node)) else None
        return self.wait_until(f'the focus is on “{text}”', condition)

    def tab_to(self, text):
        """Presses Tab until the focus is on something that is called so."""
        for _ in range(60):
            self.keys('Tab')
            # While a window takes another title, it is not found by the one that it had.
            node = self.wait_until('the focus is somewhere', self.focused)
            if text in (name_of(node) + text_of(node)):
                return node
        raise AssertionError(f'Tab does not lead to “{text}”\n{self.tree()}')

    def tree(self):
        """Names, roles and states as a screen reader would tell them."""
        lines = []
        for window in children(self.root):
            for node, depth in walk(window):
                states = [state.value_nick for state in (Atspi.StateType.FOCUSED, Atspi.StateType.CHECKED, Atspi.StateType.SELECTED,
                                                         Atspi.StateType.EXPANDED) if has_state(node, state)]
                name = name_of(node) or text_of(node)
                if name or states:
                    lines.append('  ' * depth + f'{role_of(node)}: {name}' + (f' [{", ".join(states)}]' if states else ''))
        return '\n'.join(lines)

    def keys(self, *keys):
        """Presses keys, one after the other, where the focus is."""
        for key in keys:
            subprocess.run(['xdotool', 'key', '--clearmodifiers', key], check=True, timeout=DEADLINE)

    def type(self, text):
        subprocess.run(['xdotool', 'type', '--clearmodifiers', '--delay', '5', text], check=True, timeout=DEADLINE)

    def go(self, words):
        """Ctrl+K, words, Return: the palette leads everywhere."""
        # Who has just started may have no window yet that would hear it.
        self.wait_until('one of its windows has the keys', lambda: self.active_title() in map(name_of, children(self.root)))
        self.keys('ctrl+k')
        self.wait_focus('Go to')
        self.type(words)
        self.wait_until(f'“{words}” is typed', lambda: text_of(self.focused()) == words)
        self.keys('Return')

    def window(self, title):
        """Waits until the window with this title has the keys."""
        return self.wait_until(f'the window “{title}” is active', lambda: title in self.active_title())

    def customize(self, page):
        """Opens a page of the window of plugins and connectors, by its number."""
        self.keys('ctrl+shift+c')
        self.window('Plugins')
        key = 'alt+' + str(1 + ['Plugins', 'Connectors', 'Add', 'Health'].index(page))

        def chosen():
            self.keys(key)
            return self.look_for(page, 'page tab', Atspi.StateType.SELECTED)
        self.wait_until(f'the page {page} is shown', chosen)

    def act(self, title, action):
        """Activates an action of the window with this title, as assistive technologies do it."""
        window = next(window for window in children(self.root) if name_of(window) == title)
        names = [Atspi.Action.get_action_name(window, i) for i in range(Atspi.Action.get_n_actions(window))]
        assert Atspi.Action.do_action(window, names.index(action)), (title, action)
        # GTK 4.8 leaves a list of the names behind, also of those that cannot be activated now.
        self.left_by_others += 2 * len(names)

    def picture(self, name):
        """What is on the screen; where pictures are wanted, the window that has the keys as people see it, in every variant."""
        if self.camera and name != 'timeout':
            self.camera.take(name)
            return
        subprocess.run(['import', '-window', 'root', str(ARTIFACTS / f'{name}.png')], timeout=DEADLINE)

    def transcript(self, name):
        (ARTIFACTS / f'{name}.txt').write_text(self.tree() + '\n')

    def complaints(self):
        """What it said that it should not."""
        return [line for line in self.messages().splitlines()
                if ('CRITICAL' in line or 'WARNING' in line) and not any(text in line for text in self.expected)]

    def leaks(self):
        """What sanitizers say of more leaks than are the libraries'."""
        return [line for line in self.messages()[self.told_before:].splitlines()
                if LEFT_BY_OTHERS and (found := re.search(r'leaked in (\d+) allocation', line)) and int(found[1]) > self.left_by_others]

    def wait_until_ended(self):
        """It was told to end: it does, in good order, and nothing critical was said."""
        assert self.process.wait(2 * DEADLINE) == 0, (self.process.returncode, self.messages())
        assert not self.complaints(), '\n'.join(self.complaints())
        assert not self.leaks(), self.messages()

    def quit(self):
        """Ends it by key, as a person does."""
        self.keys('ctrl+q')
        self.wait_until_ended()

    def end(self):
        """Ends it as a session does; nothing critical may have been said."""
        self.process.terminate()
        self.wait_until_ended()
