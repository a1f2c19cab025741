# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the Flatpak share: commands inside the sandbox, its permissions, and a desktop that hears notifications."""

import configparser
import os
import pathlib
import subprocess
import threading
import time

from gi.repository import Gio, GLib

ID = os.environ['GATE_APPLICATION_ID']
DEADLINE = 60

# What the session keeps in memory for tests is not what the sandbox has.
os.environ.pop('GSETTINGS_BACKEND', None)


def prepare():
    """Fonts as on a GNOME desktop, and no animations, inside too."""
    folder = pathlib.Path(os.environ['HOME'], '.var', 'app', ID, 'config', 'gtk-4.0')
    folder.mkdir(parents=True, exist_ok=True)
    (folder / 'settings.ini').write_text('[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=false\n')


def inside(program, *words):
    """Runs another program of the runtime inside the sandbox."""
    return subprocess.run(['flatpak', 'run', '--die-with-parent', f'--command={program}', ID, *words], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=DEADLINE)


def permissions():
    """What the sandbox may do: a dictionary of sections, each value a sorted list."""
    told = subprocess.run(['flatpak', 'info', '--show-permissions', ID], capture_output=True, text=True, timeout=DEADLINE, check=True).stdout
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read_string(told)
    return {section: {key: sorted(filter(None, value.split(';'))) for key, value in parser[section].items()} for section in parser.sections()}


def wait_until(condition, what):
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f'not within {DEADLINE} s: {what}')


def running():
    """The sandboxes of the application that run now."""
    told = subprocess.run(['flatpak', 'ps', '--columns=instance,application'], capture_output=True, text=True, timeout=DEADLINE).stdout
    return [line.split()[0] for line in told.splitlines() if ID in line]


def quit():
    """Ends the application in good order, as the desktop does."""
    subprocess.run(['gdbus', 'call', '--session', '--dest', ID, '--object-path', '/' + ID.replace('.', '/'), '--method',
                    'org.freedesktop.Application.ActivateAction', 'quit', '[]', '{}'], capture_output=True, timeout=DEADLINE, check=True)


def kill():
    for instance in running():
        subprocess.run(['flatpak', 'kill', instance], timeout=DEADLINE)


def hide_windows():
    """All windows are minimized, as when the person works elsewhere."""
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', 'gatehouse'], capture_output=True, text=True, timeout=DEADLINE)
    for window in found.stdout.split():
        subprocess.run(['xdotool', 'windowminimize', window], timeout=DEADLINE)
    wait_until(lambda: subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', 'gatehouse'], capture_output=True,
                                      timeout=DEADLINE).stdout.strip() == b'', 'no window is seen')


class Desktop:
    """The desktop's half of notifications, and of running without a window: hears what is told, shows nothing, allows all."""

    INTERFACE = '''<node><interface name="org.freedesktop.Notifications">
      <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
        <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/>
        <arg type="i" direction="in"/><arg type="u" direction="out"/></method>
      <method name="CloseNotification"><arg type="u" direction="in"/></method>
      <method name="GetCapabilities"><arg type="as" direction="out"/></method>
      <method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
        <arg type="s" direction="out"/></method></interface></node>'''

    BACKGROUND = '''<node><interface name="org.freedesktop.impl.portal.Background">
      <method name="GetAppState"><arg type="a{sv}" direction="out"/></method>
      <method name="NotifyBackground"><arg type="o" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
        <arg type="u" direction="out"/><arg type="a{sv}" direction="out"/></method>
      <method name="EnableAutostart"><arg type="s" direction="in"/><arg type="b" direction="in"/><arg type="as" direction="in"/>
        <arg type="u" direction="in"/><arg type="b" direction="out"/></method></interface></node>'''

    def __init__(self):
        self.told, self.background = [], []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        context = GLib.MainContext()
        context.push_thread_default()
        connection = Gio.DBusConnection.new_for_address_sync(
            os.environ['DBUS_SESSION_BUS_ADDRESS'],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        interface = Gio.DBusNodeInfo.new_for_xml(self.INTERFACE).interfaces[0]
        connection.register_object('/org/freedesktop/Notifications', interface, self.called, None, None)
        interface = Gio.DBusNodeInfo.new_for_xml(self.BACKGROUND).interfaces[0]
        connection.register_object('/org/freedesktop/portal/desktop', interface, self.called, None, None)
        for name in ('org.freedesktop.Notifications', 'org.freedesktop.impl.portal.desktop.test'):
            Gio.bus_own_name_on_connection(connection, name, Gio.BusNameOwnerFlags.NONE, None, None)
        GLib.MainLoop(context).run()

    def called(self, connection, sender, path, interface, method, parameters, invocation):
        if method == 'Notify':
            words = parameters.unpack()
            self.told.append((words[3], words[4]))
            invocation.return_value(GLib.Variant('(u)', (len(self.told),)))
        elif method == 'EnableAutostart':
            self.background.append(parameters.unpack()[:2])
            invocation.return_value(GLib.Variant('(b)', (False,)))
        elif method == 'GetAppState':
            invocation.return_value(GLib.Variant('(a{sv})', ({},)))
        elif method == 'NotifyBackground':
            invocation.return_value(GLib.Variant('(ua{sv})', (0, {})))
        elif method == 'GetCapabilities':
            invocation.return_value(GLib.Variant('(as)', (['body', 'actions'],)))
        elif method == 'GetServerInformation':
            invocation.return_value(GLib.Variant('(ssss)', ('test', 'test', '1', '1.2')))
        else:
            invocation.return_value(None)

    def heard(self):
        """Summaries and bodies, in the order in which they came."""
        return list(self.told)
