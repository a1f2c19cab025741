#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The application as a guest of the desktop: its options, D-Bus activation, search provider and links, from outside, in TAP."""

import json
import os
import subprocess
import sys
import time

GATEHOUSE = os.environ['GATEHOUSE']
GATEHOUSECTL = os.environ['GATEHOUSECTL']
NAME = os.environ['GATE_APPLICATION_ID']
PATH = '/' + NAME.replace('.', '/')
SEARCH = 'org.gnome.Shell.SearchProvider2'
APPLICATION = 'org.freedesktop.Application'
LIMIT = 30

number = 0
failed = False


def check(good, what, *words):
    global number, failed
    number += 1
    print(f'{"ok" if good else "not ok"} {number} - {what}', flush=True)
    if not good:
        failed = True
        for word in words:
            print('# ' + str(word).replace('\n', '\n# '), flush=True)


def run(*command, status=0):
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT)
    if status is not None and done.returncode != status:
        check(False, ' '.join(command), done.returncode, done.stdout, done.stderr)
    return done


def call(method, *arguments, path=PATH, interface=APPLICATION):
    command = ['gdbus', 'call', '--session', '--dest', NAME, '--object-path', path, '--method', f'{interface}.{method}']
    return run(*command, *arguments).stdout.strip()


def search(method, *arguments):
    return call(method, *arguments, path=PATH + '/SearchProvider', interface=SEARCH)


def until(condition):
    """What is waited for comes, or the test fails: the time decides nothing else."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    return None


def connectors():
    listed = json.loads(run(GATEHOUSECTL, 'connector', 'list', '--json').stdout)
    return {each['connector']: each for each in (listed if isinstance(listed, list) else listed['connectors'])}


def windows():
    found = run('xdotool', 'search', '--onlyvisible', '--class', 'gatehouse', status=None).stdout.split()
    return {window: run('xdotool', 'getwindowname', window, status=None).stdout.strip() for window in found}


def new_window(before):
    """A window that was not there, once it is there and has the focus."""
    def look():
        active = run('xdotool', 'getactivewindow', status=None).stdout.strip()
        return active if active in windows() and active not in before else None
    return until(look)


def close(window):
    run('xdotool', 'key', '--clearmodifiers', 'Escape')
    return until(lambda: window not in windows())


def open_link(link, key):
    """Opens a link, presses a key in the dialog that comes; whether it came, and is closed by that."""
    before = set(windows())
    run(GATEHOUSE, link)
    dialog = new_window(before)
    if not dialog:
        return False
    run('xdotool', 'key', '--clearmodifiers', key)
    return until(lambda: dialog not in windows())


def test_options():
    done = run(GATEHOUSE, '--version')
    check(done.stdout.startswith('gatehouse ') and not done.stderr, '--version needs no display', done.stdout, done.stderr)
    done = run(GATEHOUSE, '--help')
    check('--new-project' in done.stdout and '--customize' in done.stdout, '--help names the options', done.stdout)
    check(run(GATEHOUSE, '--nonsense', status=1).stderr, 'an unknown option is refused')


def test_search():
    found = search('GetInitialResultSet', "['q4']")
    check('project:q4-report' in found, 'a project is found before there is a window', found)
    check(not windows(), 'searching opens no window')
    check("connector:crm'" in search('GetInitialResultSet', "['CRM']"), 'a connector is found, whatever its case')
    check('(@as [],)' in search('GetInitialResultSet', "['q4', 'crm']"), 'every word has to be there')
    check('(@as [],)' in search('GetInitialResultSet', '@as []'), 'nothing is found for nothing')
    check("connector:crm'" in search('GetSubsearchResultSet', "['connector:crm']", "['cr']"), 'a search goes on')
    metas = search('GetResultMetas', "['connector:crm', 'project:default', 'connector:gone', 'nonsense']")
    check("'name': <'crm'>" in metas and 'Project, 0 connectors on' in metas and 'gone' not in metas, 'results are described', metas)
    search('ActivateResult', 'project:' + search('GetInitialResultSet', "['q4']").split('project:')[1].split("'")[0], "['q4']", '0')
    check(until(lambda: 'Q4 Report' in windows().values()), 'a chosen project is shown in a window', windows())


def test_links():
    check(open_link('gatehouse://add?name=My+ERP&url=https%3A%2F%2Ferp.example%2Fmcp', 'Escape'), 'a link asks')
    check('my-erp' not in connectors(), 'nothing is added before the person agrees')
    check(open_link('gatehouse://add?name=My+ERP&url=https%3A%2F%2Ferp.example%2Fmcp', 'Return'), 'Return closes the question')
    check('my-erp' not in connectors(), 'Return, which may have been meant for something else, adds nothing')
    check(open_link('gatehouse://add?name=My+ERP&url=https%3A%2F%2Ferp.example%2Fmcp', 'alt+a'), 'a link asks again')
    entry = until(lambda: connectors().get('my-erp'))
    check(entry and 'https://erp.example/mcp' in json.dumps(entry), 'what was agreed to is added', entry)
    check(until(lambda: 'My ERP' in windows().values()), 'and shown', windows())
    check(open_link('gatehouse://add?name=Other&url=https%3A%2F%2Ferp.example%2Fmcp', 'Return'), 'an address twice is told')
    check('other' not in connectors(), 'an address is not added twice')
    check(open_link('gatehouse://add?name=Bad&url=https%3A%2F%2Fbad.example%2F&command=sh', 'Return'), 'a refused link is told')
    check(open_link('gatehouse://add?id=no-such-entry', 'Return'), 'an unknown entry is told')
    check(set(connectors()) == {'crm', 'my-erp'}, 'nothing else was added', connectors())


def test_many_links():
    before = set(windows())
    links = [f'gatehouse://add?name=Flood+{i}&url=https%3A%2F%2Fflood{i}.example%2F' for i in range(12)]
    for link in (links[0], *links):
        run(GATEHOUSE, link)
    for i in range(9):
        dialog = new_window(before)
        check(dialog and windows()[dialog] == f'Add “Flood {i}”?' and set(windows()) - before == {dialog}, 'one link at a time, and none twice', windows())
        run('xdotool', 'key', '--clearmodifiers', 'Escape')
        check(until(lambda: dialog not in windows()), 'it is closed')
    run(GATEHOUSE, 'gatehouse://add?id=no-such-entry')
    dialog = new_window(before)
    check(dialog and windows()[dialog] == 'Nothing Was Added', 'a flood ends, and a later link is told', windows())
    run(GATEHOUSE, links[0])
    check(close(dialog) and (dialog := new_window(before)) and close(dialog), 'the one that came meanwhile follows', windows())
    check(set(windows()) == before and set(connectors()) == {'crm', 'my-erp'}, 'nothing else was added, nothing else is open', connectors())


def test_windows():
    for action, title in (('preferences', None), ('about', None), ('new-project', 'New Project')):
        before = set(windows())
        call('ActivateAction', action, '[]', '{}')
        window = new_window(before)
        check(window and (not title or windows()[window] == title), f'the action {action} opens its window', windows())
        if window:
            check(close(window), f'Escape closes it again ({action})', windows())


def has_ended():
    """Windows go first; the name goes when all is in order, and only then can it be started anew."""
    return not windows() and 'false' in run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/',
                                            '--method', 'org.freedesktop.DBus.NameHasOwner', NAME).stdout


def test_activation():
    """Nothing runs: the bus starts it, for a search, and for an action of the menu entry."""
    with open(os.path.join(os.environ['GATE_TEST_SESSION'], 'services', NAME + '.service'), 'w', encoding='utf-8') as service:
        service.write(f'[D-BUS Service]\nName={NAME}\nExec={GATEHOUSE} --gapplication-service\n')
    run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/', '--method', 'org.freedesktop.DBus.ReloadConfig')
    check(not windows() and "connector:crm'" in search('GetInitialResultSet', "['crm']"), 'a search starts it, and opens no window')
    call('Activate', '{}')
    check(until(lambda: any(windows().values())), 'activating it opens its window', windows())
    call('ActivateAction', 'quit', '[]', '{}')
    check(until(has_ended), 'it ends')
    call('ActivateAction', 'new-project', '[]', '{}')
    check(until(lambda: 'New Project' in windows().values()), 'the action New Project starts it, and asks for the name', windows())
    call('ActivateAction', 'quit', '[]', '{}')
    check(until(has_ended), 'it ends')


def test_one():
    """Options of a second start are for the application that runs."""
    first = subprocess.Popen([GATEHOUSE, '--customize'], stdin=subprocess.DEVNULL)
    check(until(lambda: 'Plugins & Connectors' in windows().values()), '--customize opens Plugins & Connectors', windows())
    run(GATEHOUSE, '--new-project')
    check(until(lambda: 'New Project' in windows().values()), '--new-project of a second start is shown by the first', windows())
    check(first.poll() is None, 'the first goes on')
    run(GATEHOUSE)
    run('xdotool', 'key', '--clearmodifiers', 'Escape')
    check(until(lambda: 'New Project' not in windows().values()), 'Escape closes the dialog', windows())
    before = set(windows())
    run('xdotool', 'key', '--clearmodifiers', 'F1')
    overlay = new_window(before)
    check(overlay, 'F1 shows all keys', windows())
    check(overlay and close(overlay), 'Escape closes it', windows())
    first.terminate()
    check(first.wait(LIMIT) == 0, 'the end of the session ends it in good order', first.returncode)


def main():
    test_options()
    run(GATEHOUSECTL, 'project', 'add', 'Q4 Report')
    run(GATEHOUSECTL, 'connector', 'add', 'crm', 'https://crm.example/mcp')
    with open(os.path.join(os.environ['GATE_TEST_SESSION'], 'gatehouse.log'), 'w+', encoding='utf-8') as log:
        service = subprocess.Popen([GATEHOUSE, '--gapplication-service'], stdout=log, stderr=log)
        try:
            run('gdbus', 'wait', '--session', '--timeout', str(LIMIT), NAME)
            test_search()
            test_links()
            test_many_links()
            test_windows()
            call('ActivateAction', 'quit', '[]', '{}')
            check(service.wait(LIMIT) == 0, 'it ends in good order', service.returncode)
        finally:
            if service.poll() is None:
                service.kill()
                service.wait()
        log.seek(0)
        words = [line for line in log if 'CRITICAL' in line or 'WARNING' in line]
        check(not words, 'nothing was complained of', *words)
    test_activation()
    test_one()
    print(f'1..{number}')
    return failed


sys.exit(main())
