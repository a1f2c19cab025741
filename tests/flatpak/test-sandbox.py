#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The application inside its Flatpak sandbox: what it may do, and the main job by keys, with keyring, browser and notifications outside."""

import os
import pathlib
import subprocess
import sys

import sandbox
from gatehouse import browser_log, ctl, expect, home_files, keyring_text, main, start_sample
from gatehouse_app import Atspi, App, DEADLINE, children, has_state, name_of, role_of

HOME = pathlib.Path(os.environ['HOME'])
OWN = HOME / '.var' / 'app' / sandbox.ID
OVERRIDE = f'flatpak override --user --talk-name=org.freedesktop.Flatpak {sandbox.ID}'
DESKTOP = sandbox.Desktop()

sandbox.prepare()
(HOME / 'private.txt').write_text('for nobody')
server = None
app = None


def open_first_tool():
    for _ in range(12):
        app.keys('Tab')
        node = app.focused()
        if node and 'Try ' in node.get_name():
            return app.keys('Return')
    raise AssertionError('no tool can be tried\n' + app.tree())


def test_permissions():
    """it has the permissions of the manifest and no others"""
    told = sandbox.permissions()
    assert told['Context'] == {'shared': ['ipc', 'network'], 'sockets': ['fallback-x11', 'wayland', 'x11'], 'devices': ['dri']}, told
    assert told['Session Bus Policy'] == {'org.freedesktop.secrets': ['talk']}, told
    assert told['Environment'] == {'SECRET_BACKEND': ['service']}, told
    assert set(told) == {'Context', 'Session Bus Policy', 'Environment'}, told


def test_files():
    """no file of the person's and none of the host's is in reach"""
    done = sandbox.inside('sh', '-c', f'cat "{HOME}/private.txt" /run/host/etc/shadow; ls -A "{HOME}"')
    assert 'for nobody' not in done.stdout and done.stdout.split() == ['.var'], done
    assert done.stderr.count('No such file') == 2, done


def test_bus():
    """nobody is in reach on the session bus but the keyring and the portals; there is no system bus"""
    for name, path in (('ca.desrt.dconf', '/ca/desrt/dconf'), ('org.freedesktop.Flatpak', '/org/freedesktop/Flatpak')):
        done = sandbox.inside('gdbus', 'introspect', '--session', '--dest', name, '--object-path', path)
        assert done.returncode != 0 and 'interface' not in done.stdout, done
    assert sandbox.inside('gdbus', 'introspect', '--session', '--dest', 'org.freedesktop.secrets', '--object-path',
                          '/org/freedesktop/secrets').returncode == 0
    assert sandbox.inside('gdbus', 'introspect', '--system', '--dest', 'org.freedesktop.DBus', '--object-path', '/').returncode != 0


def test_background():
    """a question outlives its window, for which the sandbox asks to go on without one; the next start brings it back"""
    global server, app
    server = start_sample()
    app = App()
    app.wait_focus('Try Sample Workspace')
    app.picture('flatpak-welcome')
    app.keys('Return')
    app.wait_focus('Open Browser')
    for window in children(app.root):
        if name_of(window) == 'Default':
            names = [Atspi.Action.get_action_name(window, i) for i in range(Atspi.Action.get_n_actions(window))]
            Atspi.Action.do_action(window, names.index('window.close'))
    app.wait_until('it asks to go on', lambda: DESKTOP.background)
    assert DESKTOP.background == [(sandbox.ID, False)], DESKTOP.background
    app.wait_until('the desktop is told', lambda: DESKTOP.heard())
    assert DESKTOP.heard()[0][0] == 'Sign in to Sample Workspace', DESKTOP.heard()
    subprocess.run([os.environ['GATEHOUSE']], check=True, timeout=DEADLINE)
    app.wait_focus('Open Browser')


def test_connect():
    """from a cold start to a connected Sample Workspace by two keys; the browser is opened outside, by the portal"""
    app.keys('Return')
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    assert len(browser_log()) == 1, browser_log()
    app.picture('flatpak-project')


def test_call():
    """a tool is called from the window, and from the command line inside"""
    app.keys('ctrl+t')
    app.wait_focus('Search tools')
    app.type('list_inv')
    app.gone('sample__create_note', 'list item')
    open_first_tool()
    app.window('Try sample__list_invoices')
    app.keys('ctrl+Return')
    app.find('done', 'label')
    app.picture('flatpak-called')
    app.keys('Escape')
    app.window('Default')
    expect(ctl('call', 'sample__list_invoices', 'status=overdue', '--yes'), 0, 'matching invoices')


def test_secrets():
    """what the service handed out is in the keyring outside, and in no file"""
    assert 'Sample Workspace' in keyring_text()
    assert not list(OWN.rglob('*.keyring'))
    for path, content in home_files():
        assert b'access_token' not in content or 'sample' in path.name, path


def test_settings():
    """settings are the sandbox's own, and the window follows the command line"""
    expect(ctl('project', 'add', 'From the command line'))
    app.find('From the command line, 0 connectors on', 'list item')
    assert 'From the command line' in (OWN / 'config/glib-2.0/settings/keyfile').read_text()


def test_question_unseen():
    """a question that nobody is looking at is told by a notification of the desktop's"""
    app.keys('ctrl+t')
    app.wait_focus('Search tools')
    app.keys('ctrl+a')
    app.type('change_def')
    app.gone('sample__list_invoices', 'list item')
    open_first_tool()
    app.window('Try sample__change_definition')
    call = app.find('Call', 'push button')
    sandbox.hide_windows()
    Atspi.Action.do_action(call, 0)
    app.wait_until('the desktop is told', lambda: len(DESKTOP.heard()) > 1)
    assert DESKTOP.heard()[1:] == [('Call This Tool?', 'Sample Workspace')], DESKTOP.heard()


def test_end():
    """it ends when the desktop tells it to"""
    sandbox.quit()
    app.wait_until_ended()


def test_local():
    """programs on this computer are off, the one right that opens them is named, and the way round it"""
    expect(ctl('connector', 'add', 'local', '--', os.environ['GATE_SAMPLE_OUTSIDE'], 'serve', '--stdio'))
    expect(ctl('connector', 'test', 'local', '--yes'), 1, 'out of reach inside Flatpak', OVERRIDE, 'Use a remote connector instead')


def test_local_in_window():
    """the page that adds a server says the same, and offers a server on the network"""
    global app
    app = App()
    app.find('Sample Workspace', 'list item')
    app.keys('ctrl+shift+c')
    app.window('Plugins & Connectors')
    app.keys('alt+3')
    app.find('On the network', 'label')
    app.type('Files')
    app.keys('alt+w')
    app.wait_until('the choice is open', lambda: role_of(app.focused()) == 'list item')
    app.keys('Down', 'Return')
    app.find('Not Available in Flatpak', 'label')
    app.find(OVERRIDE, 'label')
    buttons = [app.find(name, 'push button') for name in ('Test This Connection', 'Add Server')]
    assert not any(has_state(button, Atspi.StateType.SENSITIVE) for button in buttons), app.tree()
    app.picture('flatpak-local')
    app.transcript('flatpak-local')
    app.keys('alt+u')
    app.gone('Not Available in Flatpak', 'label')
    app.type('https://files.example/mcp')
    app.find('Test This Connection', 'push button', Atspi.StateType.SENSITIVE)
    sandbox.quit()
    assert app.process.wait(DEADLINE) == 0, app.messages()


def test_local_allowed():
    """with that right they are started, outside"""
    subprocess.run(OVERRIDE.split(), check=True, timeout=DEADLINE)
    try:
        expect(ctl('connector', 'test', 'local', '--yes'), 0, '13 tools')
    finally:
        subprocess.run(['flatpak', 'override', '--user', '--reset', sandbox.ID], check=True, timeout=DEADLINE)
    expect(ctl('connector', 'test', 'local', '--yes'), 1)


def test_leaves_nothing():
    """no process is left in a sandbox"""
    server.terminate()
    server.wait(DEADLINE)
    sandbox.wait_until(lambda: not sandbox.running(), 'all sandboxes have ended')


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        sandbox.kill()
