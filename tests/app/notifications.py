# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop's notification service, as the shell has it: what the application says is written down, a line each, and the buttons are
pressed by what is written to its standard input."""

import json
import os
import pathlib
import subprocess
import sys
import time

LOG = pathlib.Path(os.environ['GATE_TEST_SESSION'], 'notifications.log')
DEADLINE = 30
INTERFACE = '''<node><interface name="org.gtk.Notifications">
  <method name="AddNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/></method>
  <method name="RemoveNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/></method>
</interface></node>'''


class Desktop:
    """Is there before the application asks for it."""

    def __init__(self):
        LOG.write_text('')
        self.process = subprocess.Popen([sys.executable, __file__], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == 'ready\n'

    def said(self):
        """What was said, in order: ('add', id, notification) and ('remove', id)."""
        return [json.loads(line) for line in LOG.read_text().splitlines()]

    def standing(self):
        """What stands now, by id."""
        now = {}
        for kind, name, *rest in self.said():
            if kind == 'add':
                now[name] = rest[0]
            else:
                now.pop(name, None)
        return now

    def find(self, text):
        """The notification with these words."""
        deadline = time.monotonic() + DEADLINE
        while time.monotonic() < deadline:
            for notification in self.standing().values():
                if text in notification['title']:
                    return notification
            time.sleep(0.05)
        raise AssertionError(f'no notification says {text!r} within {DEADLINE} s: {self.said()}')

    def gone(self, text):
        deadline = time.monotonic() + DEADLINE
        while time.monotonic() < deadline:
            if not any(text in notification['title'] for notification in self.standing().values()):
                return
            time.sleep(0.05)
        raise AssertionError(f'the notification {text!r} still stands after {DEADLINE} s: {self.said()}')

    def press(self, notification, label):
        """Presses a button, as the shell does: by the application's action on the bus."""
        button = next(button for button in notification['buttons'] if button['label'] == label)
        self.act(button['action'], button.get('target'))

    def activate(self, notification):
        """Presses the notification itself."""
        self.act(notification['default-action'])

    def act(self, action, target=None):
        from gi.repository import Gio, GLib
        name = os.environ['GATE_APPLICATION_ID']
        parameter = [GLib.Variant('(ssss)', tuple(target))] if target else []
        Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
            name, '/' + name.replace('.', '/'), 'org.freedesktop.Application', 'ActivateAction',
            GLib.Variant('(sava{sv})', (action.removeprefix('app.'), parameter, {})), None, Gio.DBusCallFlags.NONE, 30000, None)

    def end(self):
        self.process.kill()
        self.process.wait()


def serve():
    from gi.repository import Gio, GLib

    def on_call(connection, sender, path, interface, method, parameters, invocation):
        values = parameters.unpack()
        line = ['add', values[1], values[2]] if method == 'AddNotification' else ['remove', values[1]]
        with LOG.open('a') as log:
            log.write(json.dumps(line) + '\n')
        invocation.return_value(None)

    def on_name(connection, name):
        print('ready', flush=True)

    def on_bus(connection, name):
        connection.register_object('/org/gtk/Notifications', Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], on_call, None, None)

    Gio.bus_own_name(Gio.BusType.SESSION, 'org.gtk.Notifications', Gio.BusNameOwnerFlags.NONE, on_bus, on_name, None)
    GLib.MainLoop().run()


if __name__ == '__main__':
    serve()
