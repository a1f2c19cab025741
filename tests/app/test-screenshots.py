#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page, dialog, empty, error and loading state, light and dark, wide and narrow. A picture that cannot be taken, or shows
nothing, fails."""

import html
import re
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request

if not shutil.which('xcompmgr'):
    print('1..0 # SKIP xcompmgr is not installed')
    sys.exit(0)

from gatehouse import SAMPLE, browser_log, ctl, expect, main, start_sample
from gatehouse_app import SCREENSHOTS, App, Atspi
from gatehouse_camera import NARROW, WIDE
from gatehouse_stage import CUSTOMIZE, MAIN, Stage

SIZES = [WIDE, NARROW]

# Nobody consents on its page at first, so a sign-in waits.
server = start_sample(consents=False)
app = App(screenshots=SCREENSHOTS)
camera, stage = app.camera, Stage(app)
take, act, press, leave = camera.take, stage.act, stage.press, stage.leave
home, customize, try_item, fill = stage.home, stage.customize, stage.try_item, stage.fill


def refuse():
    """Presses Deny on the page that the browser was given."""
    with urllib.request.urlopen(browser_log()[-1], timeout=60) as answer:
        page, cookie = answer.read().decode(), answer.headers['Set-Cookie'].split(';')[0]
        target = urllib.parse.urljoin(answer.url, html.unescape(re.search(r'action="([^"]+)"', page)[1]))
    ticket = html.unescape(re.search(r'name="ticket" value="([^"]+)"', page)[1])
    request = urllib.request.Request(target, urllib.parse.urlencode({'ticket': ticket, 'decision': 'deny'}).encode(), {'Cookie': cookie})
    urllib.request.urlopen(request, timeout=60).close()


def test_welcome():
    """nothing is connected"""
    app.wait_focus('Try Sample Workspace')
    take('project-welcome')


def test_sign_in():
    """a sign-in asks, waits, is given a wrong address, and is refused"""
    for size in SIZES:
        camera.shape(size)
        if size is NARROW:
            app.keys('Tab')
            app.wait_focus('Connect…')
        app.keys('Return')
        app.window('Sign in to')
        app.wait_focus('Open Browser')
        take('sign-in-ask', sizes=[size])
        if size is WIDE:
            camera.take_together('chosen-sign-in')
        app.keys('Return')
        app.find('Waiting for you to sign in at 127.0.0.1:')
        app.wait_focus('Copy Link')
        take('sign-in-waiting', sizes=[size])
        app.keys('alt+p')
        app.find('Address of the Last Page', 'text')
        app.type('nonsense')
        app.keys('Return')
        app.find('This is not a complete address')
        take('sign-in-wrong-address', sizes=[size])
        refuse()
        app.find('The Connector Could Not Be Connected')
        take('sign-in-refused', sizes=[size])
        leave(MAIN)
        app.wait_focus('Sample Workspace')
    camera.shape(WIDE)


def test_project():
    """off, on, not signed in, not to be reached; the panel, the palette, the menu"""
    server.terminate()
    server.wait(30)
    globals()['server'] = start_sample()
    expect(ctl('activate', 'sample'))
    app.find('Sample Workspace, installed, on in this project, not signed in', 'list item')
    take('project-signed-out')
    press('Sign In')
    app.window('Sign in to')
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.window(MAIN)
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    take('project-connected')
    expect(ctl('connector', 'add', 'down', 'http://127.0.0.1:9/mcp', '--label', 'Company Wiki', '--sign-in', 'none'))
    expect(ctl('connector', 'add', 'notion', 'https://mcp.notion.com/mcp', '--label', 'Notion', '--sign-in', 'oauth'))
    expect(ctl('connector', 'add', 'files', '--label', 'Files on This Computer', '--', SAMPLE, '--stdio'))
    expect(ctl('activate', 'down'))
    app.find('Company Wiki, installed, on in this project', 'list item')
    app.find('Try Again', 'push button')
    take('project-states')
    app.keys('ctrl+shift+p')
    app.find('Connectors in this project', 'list')
    take('project-panel')
    app.keys('ctrl+shift+p')
    app.keys('ctrl+k')
    app.window('Go To')
    take('palette')
    app.type('zzzz')
    app.find('No')
    take('palette-nothing')
    leave(MAIN)


def test_services():
    """which services one uses: the list, some chosen, what they need"""
    home()
    app.keys('ctrl+k')
    app.window('Go To')
    app.type('Choose Services')
    app.keys('Return')
    app.window('Which Services')
    app.find('Google Drive', 'list item')
    take('services')
    app.type('Slack')
    app.find('Slack', 'list item')
    app.gone('Google Drive', 'list item')
    app.keys('Return')
    app.find('1 chosen')
    take('services-chosen')
    press('Continue')
    app.find('You sign in to one after the other')
    take('services-needs')
    home()


def test_projects():
    """a new project, its dialog, a search without a result, one deleted"""
    app.keys('ctrl+n')
    app.window('New Project')
    take('project-dialog-empty')
    app.type('Q4 report')
    take('project-dialog-filled')
    app.keys('Return')
    app.window('Q4 report')
    take('project-new')
    app.keys('ctrl+f')
    app.type('zzz')
    app.gone('Q4 report, 0 connectors on', 'list item')
    take('projects-nothing-found')
    app.keys('Escape')
    app.find('Q4 report, 0 connectors on', 'list item')
    app.keys('ctrl+Delete')
    app.window(MAIN)
    app.find('Undo', 'push button')
    take('project-deleted')
    app.keys('ctrl+z')
    app.find('Q4 report, 0 connectors on', 'list item', Atspi.StateType.SELECTED)
    app.keys('ctrl+k')
    app.window('Go To')
    app.type(MAIN)
    app.keys('Return')
    app.window(MAIN)


def test_tools():
    """what the project's tools are; none found"""
    home()
    app.keys('ctrl+t')
    app.wait_focus('Search tools')
    app.find('sample__list_invoices', 'list item')
    take('tools')
    app.type('zzzz')
    app.find_shown('No Tools Found')
    take('tools-nothing-found')


def test_desktop():
    """preferences, about, keys"""
    home()
    act('preferences')
    app.window('Preferences')
    take('preferences')
    leave(MAIN)
    act('about')
    app.window('About')
    take('about')
    leave(MAIN)
    app.keys('F1')
    app.window('Keyboard Shortcuts')
    # GTK's own, which is never narrow.
    take('shortcuts', sizes=[WIDE])
    leave(MAIN)


def open_entry(name, page):
    """The directory's page of a service, by searching for it."""
    customize('connectors')
    app.wait_focus('Search connectors')
    app.keys('ctrl+a')
    app.type(name)
    app.find(f'{name},', 'list item')
    app.keys('Return')
    app.window(name)
    take(page, high=(1000, 1250))


def test_connectors():
    """the directory: whole, one category, a search, nothing found"""
    home()
    customize('connectors')
    app.wait_focus('Search connectors')
    app.find('Airtable,', 'list item')
    take('connectors')
    app.type('calendar')
    app.find('Google Calendar,', 'list item')
    app.gone('Airtable,', 'list item')
    take('connectors-search')
    app.keys('ctrl+a')
    app.type('zzzz')
    app.find_shown('No Connectors Found')
    take('connectors-nothing-found')
    app.keys('Escape')
    app.find('Airtable,', 'list item')


def test_entries():
    """each kind of sign-in: at once, with a client, at an address of one's own, in the vendor's product only, with a caution"""
    home()
    open_entry('Airtable', 'entry-at-once')
    open_entry('GitHub', 'entry-client-needed')
    open_entry('ActiveCampaign', 'entry-address-needed')
    open_entry('BambooHR', 'entry-vendor-only')
    open_entry('Brex', 'entry-sensitive')
    for size in SIZES:
        camera.shape(size)
        press('Connect…')
        app.find('Connect “Brex”?')
        app.find('I Understand', 'push button')
        take('entry-caution', sizes=[size])
        leave('Brex')
    camera.shape(WIDE)


def test_connector():
    """signed in with its tools, signed out, not to be reached, a local one; another account; disconnecting; removed"""
    home()
    act('show-connector', 'notion')
    app.window('Notion')
    take('connector-signed-out', high=(1000, 1200))
    act('show-connector', 'down')
    app.window('Company Wiki')
    app.find('The service did not answer')
    take('connector-not-reached', high=(1000, 1200))
    act('show-connector', 'sample')
    app.window('Sample Workspace')
    app.find('List invoices', 'list item')
    take('connector')
    take('connector-whole', high=(1900, 1950))
    for size in SIZES:
        camera.shape(size)
        press('Add Account…')
        app.window('Add Account')
        take('connector-add-account', sizes=[size])
        leave('Sample Workspace')
        press('Disconnect')
        app.find('Disconnect “Sample Workspace”?')
        take('connector-disconnect', sizes=[size])
        leave('Sample Workspace')
    camera.shape(WIDE)
    act('show-connector', 'notion')
    app.window('Notion')
    app.keys('ctrl+Delete')
    app.window(CUSTOMIZE)
    app.find('Undo', 'push button')
    take('connectors-removed')
    app.keys('ctrl+z')


def test_add():
    """a server of one's own: empty, filled in, tested, not to be reached; text that is pasted; imports"""
    home()
    customize('add')
    app.find('Test This Connection', 'push button')
    take('add-empty', high=(900, 1080))
    # The texts of rows do not tell that they have the focus; what was typed is read instead.
    app.type('Intranet')
    app.find('Intranet', 'text')
    app.keys('Tab', 'Tab')
    app.type('http://127.0.0.1:9/mcp')
    app.find('http://127.0.0.1:9/mcp', 'text')
    take('add-filled', high=(900, 1080))
    press('Test This Connection')
    app.find('refuses connections')
    take('add-not-reached', high=(900, 1080))
    app.keys('alt+d', 'ctrl+a')
    app.type(subprocess.run([SAMPLE, 'address'], capture_output=True, text=True, timeout=60).stdout.strip())
    press('Test This Connection')
    app.find('It answers')
    take('add-tested', high=(900, 1080))


def test_inspector():
    """a form, a table, text, an image, a fault, an error, one that runs; approval; questions of a server"""
    home()
    try_item('sample__list_invoices', 'List invoices')
    take('inspector-form')
    app.keys('ctrl+Return')
    app.find('done', 'label')
    take('inspector-table', high=(1000, 1000))
    leave(MAIN)
    try_item('sample__show_chart', 'Show a chart')
    app.keys('ctrl+Return')
    app.find('done', 'label')
    take('inspector-image', high=(1000, 1000))
    leave(MAIN)
    try_item('sample__get_invoice', 'Get an invoice')
    app.keys('ctrl+Return')
    take('inspector-fault')
    app.type('INV-2020-999')
    app.keys('ctrl+Return')
    app.find('There is no such invoice')
    take('inspector-error')
    leave(MAIN)
    try_item('sample__generate_report', 'Generate a report')
    fill('seconds', '120')
    app.keys('ctrl+Return')
    app.find('Cancel', 'push button')
    take('inspector-running')
    app.keys('Escape')
    app.find('Cancelled')
    leave(MAIN)
    for size in SIZES:
        try_item('sample__create_note', 'Write a note')
        camera.shape(size)
        fill('title', 'Call the bank')
        fill('text', 'Ask for the statement of September.')
        app.keys('ctrl+Return')
        app.window('Call This Tool?')
        app.find('Call It Now', 'push button')
        take('approval', sizes=[size])
        app.keys('Escape')
        app.window('Try ')
        # While the call runs Escape ends it.
        app.gone('Cancel', 'push button')
        leave(MAIN)
    for size in SIZES:
        try_item('sample__plan_meeting', 'Plan a meeting')
        camera.shape(size)
        fill('subject', 'Quarterly figures')
        app.keys('ctrl+Return')
        app.window('asks for information')
        take('question-form', sizes=[size])
        app.keys('Escape')
        app.window('Try ')
        # While the call runs Escape ends it.
        app.gone('Cancel', 'push button')
        leave(MAIN)


def test_health():
    """while it is looked at, a finding, and all is well"""
    home()
    customize('health')
    app.find('Problem')
    take('health-problem', high=(1000, 1400))
    expect(ctl('deactivate', 'down'))
    press('Check Again')
    app.gone('Problem')
    app.find('Check Again', 'push button')
    take('health-well', high=(1000, 1400))
    customize('plugins')
    take('plugins')


def test_chosen():
    """the five of the README and of software centres"""
    home()
    expect(ctl('connector', 'remove', 'down', '--yes'))
    expect(ctl('project', 'add', 'Vendor audit'))
    expect(ctl('project', 'add', 'Personal'))
    expect(ctl('activate', '--project', 'Q4 report', 'sample', 'notion'))
    app.keys('ctrl+k')
    app.window('Go To')
    app.type('Q4')
    app.keys('Return')
    app.window('Q4 report')
    app.find('Notion, installed, on in this project', 'list item')
    app.find('Personal, 0 connectors on', 'list item')
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    one = dict(sizes=[WIDE], schemes=['light'], ending='')
    camera.shape(WIDE)
    take('chosen-project', **one)
    customize('connectors')
    app.find('Airtable,', 'list item')
    camera.shape(WIDE)
    take('chosen-connectors', **one)
    act('show-connector', 'sample')
    app.window('Sample Workspace')
    app.find('List invoices', 'list item')
    take('chosen-connector', **one)
    leave(CUSTOMIZE)
    leave('Q4 report')
    try_item('sample__create_note', 'Write a note')
    camera.shape(WIDE)
    fill('title', 'Call the bank')
    fill('text', 'Ask for the statement of September.')
    app.keys('ctrl+Return')
    app.window('Call This Tool?')
    app.find('Call It Now', 'push button')
    camera.take_together('chosen-approval')
    app.keys('Escape')
    app.window('Try ')


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
        app.process.kill()
        camera.close()
