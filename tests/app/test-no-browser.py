#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""No browser opens: it is said plainly, the link can be copied and opened by hand, and the sign-in ends with the address of the last
page, pasted."""

import sys
import urllib.error
import urllib.parse
import urllib.request

from gatehouse_app import DEADLINE, App, text_of
from gatehouse import main, start_sample

link = None
server = start_sample()
app = App()


class Stay(urllib.request.HTTPRedirectHandler):
    """A browser on which the last page cannot be shown: only its address is left."""

    def redirect_request(self, request, answer, code, message, headers, address):
        if '/callback' in urllib.parse.urlsplit(address).path:
            return None
        return super().redirect_request(request, answer, code, message, headers, address)


def sign_in_by_hand(link):
    """Follows the link to the end, and gives the address of the last page."""
    try:
        urllib.request.build_opener(Stay).open(link, timeout=DEADLINE)
    except urllib.error.HTTPError as error:
        return error.headers['Location']
    raise AssertionError('the account server did not send us back')


def test_told():
    """nothing opens the link: the dialog says so, and what to do, with the focus on what does it"""
    app.wait_focus('Try Sample Workspace')
    app.keys('Return')
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.find('No browser could be opened. Copy the link and open it yourself, on this computer.')
    app.wait_focus('Copy Link')
    app.picture('no-browser')
    app.transcript('no-browser')


def pasted():
    """What is in the field for the address of the last page."""
    app.keys('ctrl+a', 'ctrl+v')
    node = app.look_for('Address of the Last Page', 'text')
    return node and text_of(node)


def test_copied():
    """the link is in the clipboard, whole; it is no answer, and taken for none"""
    global link
    app.keys('Return')
    app.wait_focus('Link Copied')
    app.keys('alt+p')
    link = app.wait_until('the link is pasted', pasted)
    assert urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)['code_challenge_method'] == ['S256'], link
    app.keys('Return')
    app.find('This is not the address of the last page')
    app.picture('no-browser-wrong-address')


def test_pasted():
    """signed in by hand elsewhere on this computer, and the address of the last page pasted: connected"""
    last = sign_in_by_hand(link)
    app.keys('ctrl+a')
    app.type(last)
    app.picture('no-browser-pasted')
    app.keys('Return')
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    app.window('Which Services Do You Use?')
    app.keys('Escape')
    app.window('Default')


def test_ends_clean():
    """closing ends it without a complaint"""
    app.quit()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
