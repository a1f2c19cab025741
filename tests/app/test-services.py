#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""“Which services do you use?” by keys alone: chosen while typing, what each takes, connected in turn; one that fails and one that is left
out stop no other, and nothing is on in another project. The services are the lab's of tests/security, at addresses that the person fills in."""

import os
import pathlib
import ssl
import subprocess
import sys

FOLDER = pathlib.Path(os.environ['GATE_TEST_SESSION'])
ROOT = FOLDER / 'root.pem'
os.environ['GATE_EXTRA_TRUST_FILE'] = os.environ['CURL_CA_BUNDLE'] = str(ROOT)

from gatehouse_app import App, text_of  # noqa: E402
from gatehouse import active, browser_log, ctl, expect, main, start_sample  # noqa: E402
from lab import Lab, Reply  # noqa: E402


def certificate():
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', FOLDER / 'key.pem',
                    '-out', ROOT, '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
                   check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ROOT, FOLDER / 'key.pem')
    return context


context = certificate()
smartsheet, metabase, tines = (Lab(context=context, host='localhost') for _ in range(3))
metabase.hooks['/mcp'] = lambda request: Reply(503, 'down', kind='text/plain')
server = start_sample()
app = App()


def choose(words, name):
    app.type(words)
    app.find(f'{name}, not chosen', 'list item')
    app.keys('Return')
    app.wait_until(f'{name} is chosen', lambda: app.look_for(name, 'label') and text_of(app.focused()) == '')
    app.wait_focus('Search services')


def fill(lab):
    """What is missing is said, and has the focus: what is typed is there."""
    app.keys('alt+o')
    app.find('A value is needed here.', 'label')
    app.type(lab.address)
    app.gone('A value is needed here.', 'label')


def test_after_the_sample():
    """once Sample Workspace is connected, the newcomer is asked which services they use"""
    expect(ctl('project', 'add', 'Other'))
    app.wait_focus('Try Sample Workspace')
    app.keys('Return')
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.window('Which Services Do You Use?')
    app.wait_focus('Search services')
    app.find('Google Drive, not chosen, ', 'list item')
    app.picture('services-choose')
    app.transcript('services-choose')


def test_choose():
    """typing finds, Return chooses; in the list the arrows and Space do"""
    choose('smartsh', 'Smartsheet')
    app.find('1 chosen: Smartsheet', 'label')
    app.type('metabase')
    app.find('Metabase, not chosen', 'list item')
    app.keys('Down', 'space')
    app.find('2 chosen: Smartsheet, Metabase', 'label')
    app.find('Metabase, chosen', 'list item')
    app.keys('space')
    app.find('1 chosen: Smartsheet', 'label')
    app.keys('space')
    app.find('2 chosen: Smartsheet, Metabase', 'label')
    app.type('google d')
    app.wait_focus('Search services')
    app.wait_until('what is typed on begins anew, with its space', lambda: text_of(app.focused()) == 'google d')
    app.find('Google Drive, not chosen', 'list item')
    app.keys('ctrl+a')
    app.type('metabase')
    app.find('Metabase, chosen', 'list item')
    app.keys('Down')
    app.wait_focus('Metabase, chosen')
    app.keys('shift+Tab')
    app.wait_focus('Search services')
    app.keys('ctrl+a')
    choose('workday', 'Workday')
    choose('tines', 'Tines')
    app.find('4 chosen: Smartsheet, Metabase, Workday, Tines', 'label')


def test_review():
    """each says what it takes; what is missing is asked for in turn, where it is"""
    app.keys('Return')
    app.window('What They Need')
    app.find('Needs your company’s own address, or a part of it.')
    app.find('Works only in the vendor’s own product.')
    app.find('They are turned on in the project “Default”, and in no other.')
    app.picture('services-review')
    app.transcript('services-review')
    fill(smartsheet)
    for lab in (metabase, tines):
        app.keys('alt+o')
        app.wait_focus('I Understand')
        app.keys('space')
        fill(lab)
    assert not smartsheet.seen and not metabase.seen and not tines.seen


def test_connect():
    """one after the other: signed in, failed, and left out by Escape in its sign-in"""
    before = len(browser_log())
    app.keys('alt+o')
    app.wait_focus('Open Browser')
    app.find('Connecting 1 of 3', 'label')
    app.picture('services-connect')
    app.keys('Return')
    app.find('Smartsheet, Connected, 2 tools', 'list item')
    app.find('Connecting 3 of 3', 'label')
    app.find('Metabase, Not connected. ', 'list item')
    app.wait_focus('Open Browser')
    app.wait_links(before + 1)
    app.keys('Escape')
    app.find('Tines, Left out', 'list item')
    assert len(browser_log()) == before + 1 and not tines.hits('/authorize'), browser_log()


def test_summary():
    """what came of all, with a remedy each; the focus tells that the wait is over"""
    app.wait_focus('Done')
    app.find('1 of 4 connected and on in “Default”; in no other project.', 'label')
    app.find('Workday, Not open to other programs. ', 'list item')
    app.find('Copy Request: Workday', 'push button')
    app.find('Try Again: Tines', 'push button')
    app.picture('services-summary')
    app.transcript('services-summary')
    assert sorted(active()) == ['sample', 'smartsheet'] and active('Other') == [], (active(), active('Other'))
    names = {item['connector'] for item in expect(ctl('connector', 'list', '--json')).json()}
    assert 'tines' not in names and 'metabase' in names, names
    entry = expect(ctl('connector', 'show', 'smartsheet', '--json')).json()['entry']
    assert entry['url'] == smartsheet.address and entry['gatehouse']['readOnly'] is True, entry


def test_retry():
    """the one that failed is tried again, without the others"""
    del metabase.hooks['/mcp']
    smartsheet.forget()
    while 'Try Again: Metabase' not in (app.focused().get_name() if app.focused() else ''):
        app.keys('Tab')
    app.keys('Return')
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.find('Metabase, Connected, 2 tools', 'list item')
    app.wait_focus('Done')
    assert sorted(active()) == ['metabase', 'sample', 'smartsheet'] and not smartsheet.hits('/authorize'), active()
    app.keys('Return')
    app.window('Default')
    app.find('Smartsheet, installed, on in this project, signed in', 'list item')


def test_later():
    """the palette leads there again; what is there already says so; Escape goes back and out"""
    app.go('Choose Services')
    app.window('Which Services Do You Use?')
    app.wait_focus('Search services')
    choose('smartsh', 'Smartsheet')
    app.keys('Return')
    app.find('Already in Your List')
    app.keys('Escape')
    app.wait_focus('Search services')
    app.keys('Escape')
    app.window('Default')


def test_ends_clean():
    """closing ends it without a complaint"""
    app.keys('ctrl+q')
    app.process.wait(60)
    # There is nobody here who would show a notification: a question may come while no window has the keys.
    said = [line for line in app.messages().splitlines()
            if ('CRITICAL' in line or 'WARNING' in line) and 'org.freedesktop.Notifications' not in line]
    assert app.process.returncode == 0 and not said, (app.process.returncode, said)


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
