#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reference server of the protocol asks, in the inspector, by keys: a prompt whose arguments are proposed, a form with every kind of
field, a text, a page to visit."""

import sys

import peers
from everything import Everything
from gatehouse_app import role_of, text_of

inspector = Everything()
app = inspector.app


def test_started():
    """the program is started when the person says so, after its exact command was shown"""
    inspector.start()


def test_proposals():
    """the second argument of a prompt is proposed by the first"""
    inspector.open('every__completable-prompt')
    inspector.write('department', 'E')
    app.find('Engineering', 'list item')
    app.keys('Down')
    app.wait_focus('Engineering')
    app.keys('Return')
    app.wait_until('it is taken', lambda: app.holds('Engineering'))
    inspector.tab('name')
    app.keys('Down')
    app.find('Alice', 'list item')
    app.picture('everything-proposals')
    app.keys('Down')
    app.wait_focus('Alice')
    app.keys('Return')
    app.wait_until('it is taken', lambda: app.holds('Alice'))
    inspector.run()
    app.find('Please promote Alice to the head of the Engineering team.', 'label')
    inspector.close()


def test_form_is_checked():
    """a form with every kind of field: what is wrong is told at each field, and nothing is sent"""
    inspector.open('every__trigger-elicitation-request')
    inspector.call()
    app.window('asks for information')
    inspector.write('String (required)', 'Jo')
    for field, text in (('String with email', 'nope'), ('String with uri', 'no address'), ('String with date', '2026-13-40'), ('Integer', '1.5'),
                        ('Number in range', '4000')):
        inspector.write(field, text)
    app.keys('alt+s')
    app.wait_focus('String with email')
    for text in ('must be an e-mail address', 'must be an address', 'must be a date', 'must be a whole number', 'must be at most 1000'):
        app.find(text, 'label')
    app.picture('everything-form-wrong')
    app.transcript('everything-form-wrong')


def test_form_is_sent():
    """put right, and one more chosen, the server gets exactly that"""
    for field, text in (('String with email', 'jo@example.com'), ('String with uri', 'https://example.com/'), ('String with date', '2026-01-31'),
                        ('Integer', '7'), ('Number in range', '2.5')):
        inspector.write(field, text)
    inspector.tab('Violin')
    app.keys('space')
    app.keys('alt+s')
    app.window('Try ')
    app.find('User provided the requested information', 'label')
    answer = next(text for text in inspector.labels() if 'Raw result' in text)
    for part in ('"name": "Jo"', '"email": "jo@example.com"', '"date": "2026-01-31"', '"integer": 7', '"number": 2.5', 'Monica', 'Guitar', 'Violin', 'hero-1'):
        assert part in answer.replace('birthdate', 'date'), answer
    # What was not set is left out.
    assert '"check"' not in answer, answer
    inspector.close()


def test_text_is_asked_for():
    """a text that the server asks for: what it asks is shown, nothing is sent before there is a text, and exactly that is sent"""
    inspector.open('every__trigger-sampling-request')
    inspector.write('prompt', 'Write a haiku')
    inspector.call()
    app.window('asks for a text')
    app.find('Instructions: You are a helpful test server.', 'list item')
    app.wait_until('its words are shown', lambda: any('context: Write a haiku' in text_of(node) for node in app.nodes() if role_of(node) == 'text'))
    app.wait_focus('Your Answer')
    app.keys('alt+s')
    app.type('Autumn moonlight')
    app.picture('everything-sampling')
    app.transcript('everything-sampling')
    app.keys('alt+s')
    app.window('Try ')
    app.find('"text": "Autumn moonlight"', 'label')


def test_text_is_declined():
    """declined, the server is told so"""
    inspector.call()
    app.window('asks for a text')
    app.keys('alt+d')
    app.window('Try ')
    app.wait_until('the server was told', lambda: not app.look_for('Autumn moonlight', 'label') and app.look_for('· ', 'label'))
    app.keys('alt+m')
    app.find('sampling/createMessage', 'label')
    app.picture('everything-sampling-declined')
    inspector.close()


def test_page():
    """a page to visit: the host is shown, nothing is opened before, and declining is told"""
    inspector.open('every__trigger-url-elicitation')
    inspector.write('url', 'https://accounts.example.com/a')
    inspector.call()
    app.window('asks you to visit a page')
    app.find('Opens in your browser: accounts.example.com', 'list item')
    app.picture('everything-page')
    app.keys('alt+d')
    app.window('Try ')
    app.find('declined', 'label')
    inspector.close()


def test_page_first():
    """a page that must be visited before the call is possible: its host is shown, and declined, the call has not been made"""
    inspector.open('every__trigger-url-elicitation')
    inspector.write('url', 'https://accounts.example.com/b')
    inspector.tab('errorPath')
    app.keys('space')
    inspector.call()
    app.window('asks you to visit a page')
    app.find('Opens in your browser: modelcontextprotocol.io', 'list item')
    app.keys('alt+d')
    app.window('Try ')
    app.find('· failed ·', 'label')
    app.find('The page that the server wants you to visit first was not visited.', 'label')
    app.picture('everything-page-first')
    inspector.close()


def test_ends_clean():
    """closing ends it without a complaint, and the program with it"""
    app.quit()
    peers.check_none_left()


if __name__ == '__main__':
    peers.main(sys.modules[__name__])
