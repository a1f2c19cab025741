#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house that no compiler sees, in TAP. Called with the source directory; each rule is one test."""

import json
import os
import re
import subprocess
import sys

MAX_LINE = 160
MAX_FILE = 800
MAX_FUNCTION = 100
SHOWN = 40

LICENSE = 'SPDX-License-Identifier: GPL-3.0-or-later'
SOURCES = ('.c', '.h')
LAID_OUT = SOURCES + ('.build', '.py', '.sh', '.ui', '.xml', '.css', '.in', '.md')

# Macros of GLib that are written without a space, and gettext.
TIGHT = {'g_autoptr', 'g_auto', 'g_autolist', 'g_autoslist', 'g_autoqueue', '_', '__attribute__', 'defined'}


class Tree:
    """The committed files; outside a clone, all files."""

    def __init__(self, root):
        self.root = root
        self.files = sorted(self.list_files())
        self.texts = {}

    def list_files(self):
        command = ['git', '-c', 'safe.directory=*', '-C', self.root, 'ls-files', '-z']
        try:
            listing = subprocess.run(command, check=True, capture_output=True).stdout.decode()
            return [name for name in listing.split('\0') if name and os.path.isfile(os.path.join(self.root, name))]
        except (OSError, subprocess.CalledProcessError):
            return list(self.walk())

    def walk(self):
        for folder, folders, names in os.walk(self.root):
            folders[:] = [f for f in folders if not f.startswith(('_build', 'build', '.git', '.flatpak', 'node_modules')) or f == 'build-aux']
            for name in names:
                yield os.path.relpath(os.path.join(folder, name), self.root)

    def text(self, name):
        """The text of a file, or None for one that is no text."""
        if name not in self.texts:
            with open(os.path.join(self.root, name), 'rb') as file:
                data = file.read()
            try:
                self.texts[name] = None if b'\0' in data else data.decode()
            except UnicodeDecodeError:
                self.texts[name] = None
        return self.texts[name]

    def named(self, *endings, under=''):
        return [name for name in self.files if name.endswith(endings) and name.startswith(under) and self.text(name) is not None]

    def scripts(self):
        return [name for name in self.files if (self.text(name) or '').startswith('#!')]


def bare(text):
    """C code with its comments and the content of its literals blanked, line by line the same."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)

    def blank(match):
        found = match.group(0)
        if found[0] in '"\'':
            return found[0] + ' ' * (len(found) - 2) + found[-1]
        return re.sub(r'[^\n]', ' ', found)
    return pattern.sub(blank, text)


def find(text, pattern):
    """The numbers and texts of the lines in which a pattern stands."""
    compiled = re.compile(pattern)
    for number, line in enumerate(text.split('\n'), 1):
        if compiled.search(line):
            yield number, line.strip()


def check_license(tree):
    for name in tree.named(*SOURCES):
        if tree.text(name).split('\n')[0] != '// ' + LICENSE:
            yield f'{name}:1: the first line is not “// {LICENSE}”'
    for name in tree.scripts():
        if LICENSE not in '\n'.join(tree.text(name).split('\n')[:3]):
            yield f'{name}:1: no “{LICENSE}” in the first lines'


def check_layout(tree):
    for name in sorted(set(tree.named(*LAID_OUT)) | set(tree.scripts())):
        text = tree.text(name)
        lines = text.split('\n')
        if text and (not text.endswith('\n') or text.endswith('\n\n')):
            yield f'{name}: does not end with one line feed'
        if '\r' in text:
            yield f'{name}: has carriage returns'
        for number, line in enumerate(lines, 1):
            if '\t' in line:
                yield f'{name}:{number}: a tab'
            if line != line.rstrip():
                yield f'{name}:{number}: a space at its end'
            if len(line) > MAX_LINE and 'translatable="yes"' not in line:
                yield f'{name}:{number}: {len(line)} characters, more than {MAX_LINE}'
        if len(lines) - 1 > MAX_FILE:
            yield f'{name}: {len(lines) - 1} lines, more than {MAX_FILE}'


def check_functions(tree):
    for name in tree.named(*SOURCES):
        start = None
        for number, line in enumerate(tree.text(name).split('\n'), 1):
            if line == '{':
                start = number
            elif line == '}' and start:
                if number - start + 1 > MAX_FUNCTION:
                    yield f'{name}:{start}: a function of {number - start + 1} lines, more than {MAX_FUNCTION}'
                start = None


def check_style(tree):
    rules = (
        (r'\bgoto\b', 'goto: use g_autoptr and return'),
        (r'\bg_rand(om)?_\w+', 'no source of secrets: use gate_random_…'),
        (r'\b(gchar|gint|gshort|glong|gdouble)\b(?!\s*\()', 'a plain C type has a plain C name'),
        (r'\bgate_\w+_get_default \(void\)', 'no singletons'),
        (r'\bg_main_context_iteration\b|\bg_main_loop_run\b', 'no nested main loop'),
        (r'^#ifndef GATE_\w+_H\b', 'use #pragma once'),
    )
    for name in tree.named(*SOURCES):
        code = bare(tree.text(name))
        for pattern, why in rules:
            if 'main loop' in why and (not name.startswith('src/core/') or name == 'src/core/base/gate-worker.c'):
                continue
            for number, line in find(code, pattern):
                yield f'{name}:{number}: {why}: {line}'
        for number, line in enumerate(code.split('\n'), 1):
            if line.lstrip().startswith('#'):
                continue
            for match in re.finditer(r'\b([a-z_][a-z0-9_]*)\(', line):
                if match.group(1) not in TIGHT and not line.rstrip().endswith('\\'):
                    yield f'{name}:{number}: a space is missing before the parenthesis: {match.group(0)}'
    for name in tree.named('.h'):
        if '\n#pragma once\n' not in tree.text(name):
            yield f'{name}: no #pragma once'


def check_definitions(tree):
    """The return type stands on a line of its own, so that each function begins a line."""
    pattern = re.compile(r'^(static |const |extern )*[A-Za-z_][A-Za-z0-9_]*[ *]+[a-z_][a-z0-9_]* \([^;]*$')
    for name in tree.named('.c'):
        lines = bare(tree.text(name)).split('\n')
        for number, line in enumerate(lines, 1):
            if not pattern.match(line) or line.startswith(('typedef', 'struct', 'enum', 'return', 'else')) or '(*' in line or '((' in line:
                continue
            end = next((at for at in lines[number - 1:] if ')' in at and '(' not in at.split(')')[-1]), '')
            if not end.rstrip().endswith((';', ',')) and '=' not in line:
                yield f'{name}:{number}: the return type stands on a line of its own: {line.strip()}'


def check_left_over(tree):
    marks = r'\b(' + '|'.join(('TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK')) + r')\b'
    for name in tree.files:
        if tree.text(name) is None or name in ('COPYING',) or name.endswith('package-lock.json'):
            continue
        for number, line in find(tree.text(name), marks):
            yield f'{name}:{number}: {line[:100]}'


def check_headers(tree):
    """A header is included by its name alone, so each has a name of its own, in all rooms together."""
    owners = {}
    for name in tree.named('.h', under='src/'):
        owners.setdefault(os.path.basename(name), []).append(name)
    for names in owners.values():
        if len(names) > 1:
            yield f'the same name: {", ".join(names)}'


def check_includes(tree):
    foreign = (
        (r'<(gtk|adwaita|gdk|webkit)', 'src/core/', None, 'the core has no window'),
        (r'<libsecret/', 'src/', 'src/core/secrets/', 'only the room secrets knows the keyring'),
        (r'<sqlite3', 'src/', 'src/core/store/', 'only the room store knows SQLite'),
        (r'<(git2|archive)', 'src/', 'src/libexec/', 'only helper programs take archives and repositories apart'),
    )
    for name in tree.named(*SOURCES):
        for number, line in find(tree.text(name), r'^\s*#\s*include\s'):
            if '"../' in line:
                yield f'{name}:{number}: a way around the floors: {line}'
            for pattern, where, allowed, why in foreign:
                if re.search(pattern, line) and name.startswith(where) and not (allowed and name.startswith(allowed)):
                    yield f'{name}:{number}: {why}: {line}'


def check_output(tree):
    for name in tree.named(*SOURCES, under='src/core/'):
        for number, line in find(bare(tree.text(name)), r'\b(g_print|g_printerr|printf|puts|fputs|fprintf|perror) \('):
            yield f'{name}:{number}: the core prints nothing: {line}'


def rooms_of(tree):
    """Each room of the core with its floor, from the order of the rooms in src/core/meson.build."""
    text = tree.text('src/core/meson.build')
    listed = re.search(r'rooms = \[(.*?)\]', text, re.DOTALL).group(1)
    return {room: floor for floor, line in enumerate(listed.strip().split('\n')) for room in re.findall(r"'(\w+)'", line)}


def check_floors(tree):
    rooms = rooms_of(tree)
    owner = {os.path.basename(name): name.split('/')[2] for name in tree.named('.h', under='src/core/')}
    for name in tree.named(*SOURCES, under='src/core/'):
        room = name.split('/')[2]
        if room not in rooms:
            yield f'{name}: a room that src/core/meson.build does not name'
            continue
        for number, line in find(tree.text(name), r'^\s*#\s*include\s+"'):
            other = owner.get(line.split('"')[1], room)
            if other != room and rooms.get(other, 0) >= rooms[room]:
                yield f'{name}:{number}: {room} stands no higher than {other}: {line}'


def check_circles(tree):
    """No header includes itself by way of others."""
    names = {os.path.basename(name): name for name in tree.named('.h', under='src/')}
    edges = {base: [i for i in re.findall(r'^\s*#\s*include\s+"([^"]+)"', tree.text(name), re.MULTILINE) if i in names]
             for base, name in names.items()}
    done, path = set(), []

    def visit(base):
        if base in path:
            yield ' → '.join(path[path.index(base):] + [base])
        if base in done or base in path:
            return
        path.append(base)
        for other in edges[base]:
            yield from visit(other)
        path.pop()
        done.add(base)
    for base in sorted(edges):
        yield from visit(base)


def declared_functions(text):
    code = re.sub(r'^\s*#(?:.*\\\n)*.*$', '', bare(text), flags=re.MULTILINE)
    # Bodies of inline functions and of types hold no declarations.
    while True:
        shorter = re.sub(r'\{[^{}]*\}', ';', code)
        if shorter == code:
            break
        code = shorter
    for statement in code.split(';'):
        match = re.search(r'\b(gate_[a-z0-9_]+)\s+\((?!\s*\*)', statement)
        if match and 'typedef' not in statement and 'static inline' not in statement and not match.group(1).endswith(('_get_type', '_quark')):
            yield match.group(1)


def check_documentation(tree):
    """What a room offers to others is defined, and described where it is defined, for gi-docgen."""
    users = {}
    for name in tree.named(*SOURCES):
        for include in re.findall(r'^\s*#\s*include\s+"([^"]+)"', tree.text(name), re.MULTILINE):
            users.setdefault(include, set()).add(os.path.dirname(name))
    for header in tree.named('.h', under='src/core/'):
        folder = os.path.dirname(header)
        if not users.get(os.path.basename(header), set()) - {folder} or folder + '/meson.build' not in tree.files:
            continue
        everything = '\n'.join(tree.text(name) for name in tree.named(*SOURCES, under=folder + '/'))
        for function in declared_functions(tree.text(header)):
            if not re.search(r'^' + function + r' \(', everything, re.MULTILINE):
                yield f'{header}: {function}() is declared and nowhere defined'
            elif not re.search(r'^ \* ' + function + r':$', everything, re.MULTILINE):
                yield f'{header}: {function}() has no description'


def check_places(tree):
    """Nothing names the machine that it was written on, nor where packages are downloaded from."""
    words = [r'registry\.npm' + r'js', 'npm' + r'js\.(org|com)', 'yarn' + r'pkg\.com', 'py' + r'pi\.(org|python)', 'python' + r'hosted\.org',
             'crates' + r'\.io', 'proxy\\.go' + r'lang', 'ruby' + r'gems\.org', 'deb\\.' + r'debian\.org', 'snapshot\\.' + r'debian\.org',
             'archive\\.' + r'ubuntu\.com', 'ghcr' + r'\.io', r'\bquay' + r'\.io']
    machine = r'(?<![\w.$}\])-])/(wo' + r'rk|tmp/w' + r't|root)(?=[/"\'`\s)]|$)'
    home = r'(?<![\w.$}\])-])/ho' + r'me/[a-z]'
    for name in tree.files:
        text = tree.text(name)
        if text is None or name == 'COPYING':
            continue
        for number, line in find(text, '|'.join(words)):
            yield f'{name}:{number}: a package registry: {line[:100]}'
        for number, line in find(text, machine if name.startswith('tests/') else machine + '|' + home):
            yield f'{name}:{number}: a place on some machine: {line[:100]}'


def check_lock_files(tree):
    for name in tree.files:
        if os.path.basename(name) not in ('package-lock.json', 'npm-shrinkwrap.json'):
            continue
        lock = json.loads(tree.text(name))
        for package, entry in lock.get('packages', {}).items():
            if 'resolved' in entry:
                yield f'{name}: {package} says where it is downloaded from'
            if package and not entry.get('link') and 'integrity' not in entry and 'inBundle' not in entry:
                yield f'{name}: {package} has no digest'


def check_translations(tree):
    listed = [line for line in (tree.text('po/POTFILES.in') or '').split('\n') if line and not line.startswith('#')]
    code = re.compile(r'(?<![\w>])(?:N?_|C_|NC_|ngettext|g_dngettext|dgettext)\s*\(\s*"')
    for name in tree.named('.c', '.h', '.ui', '.desktop.in', '.desktop.in.in', '.metainfo.xml.in', '.metainfo.xml.in.in', '.gschema.xml', '.gschema.xml.in'):
        text = tree.text(name)
        if name.startswith('tests/'):
            continue
        if name.endswith(SOURCES):
            wanted = code.search(re.sub(r'//[^\n]*|/\*.*?\*/', '', text, flags=re.DOTALL))
        elif name.endswith('.ui'):
            wanted = 'translatable="yes"' in text or 'translatable="1"' in text
        else:
            wanted = True
        if wanted and name not in listed:
            yield f'po/POTFILES.in: {name} is missing'
    for name in listed:
        if name not in tree.files:
            yield f'po/POTFILES.in: there is no {name}'
    if listed != sorted(listed):
        yield 'po/POTFILES.in: is not sorted'


# What the core says to people, by the function that is given it.
TELLING = re.compile(r'\b(gate_error_(?:new|set|set_remedy|set_terminal_remedy)|gate_error_from_gio|gate_finding_new|gate_job_(?:report|set_title)'
                     r'|gate_question_(?:new|set_body|add_detail|add_choice)|gate_form_field_new|gate_entry_reader_fail|gate_schema_(?:fail|complain)'
                     r'|g_prefix_error|g_strdup_printf)\s*\(')


def arguments_of(text, start):
    """What stands between the parenthesis that ends before start and its partner, comments left out, and literals as they are."""
    depth, at = 1, start
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|[()]', re.DOTALL)
    while depth:
        match = pattern.search(text, at)
        if not match:
            break
        at = match.end()
        depth += {'(': 1, ')': -1}.get(match.group(0), 0)
    return text[start:at]


def check_sentences(tree):
    """Every sentence of the core that a person is told can be translated."""
    literal = r'"(?:\\.|[^"\\\n])*"'
    comment = re.compile(r'(' + literal + r')|//[^\n]*|/\*.*?\*/', re.DOTALL)
    # Markup, headers of HTTP and SQL are for machines.
    machine = re.compile(r'"<|.*\\r\\n"$|"PRAGMA')
    marked = re.compile(r'(?<!\w)(?:N?_|NC?_|C_|ngettext|g_dpgettext2)\s*\((?:[^()"]|' + literal + r')*\)')
    for name in tree.named('.c', under='src/core/'):
        text = tree.text(name)
        for call in TELLING.finditer(text):
            rest = marked.sub('', comment.sub(lambda match: match.group(1) or '', arguments_of(text, call.end())))
            for words in re.findall(literal, rest):
                # A sentence has words: two of letters, or one with the quotes that are others in other languages.
                if machine.match(words):
                    continue
                if re.search(r'[A-Za-z’]{2,}[,:]? [a-z]', re.sub(r'%[a-z]|\\[a-z]', '', words)) or re.search('“%s”', words):
                    number = text.count('\n', 0, call.start()) + 1
                    yield f'{name}:{number}: a sentence that cannot be translated: {words}'


def check_scripts(tree):
    for name in tree.files:
        runs = os.access(os.path.join(tree.root, name), os.X_OK)
        if name in tree.scripts() and not runs:
            yield f'{name}: is not executable'
        elif runs and name not in tree.scripts():
            yield f'{name}: is executable, and no script'
    for name in tree.named('.py'):
        try:
            compile(tree.text(name), name, 'exec')
        except SyntaxError as error:
            yield f'{name}:{error.lineno}: {error.msg}'


RULES = (
    ('license', check_license),
    ('layout', check_layout),
    ('functions', check_functions),
    ('style', check_style),
    ('definitions', check_definitions),
    ('left-over', check_left_over),
    ('headers', check_headers),
    ('includes', check_includes),
    ('output', check_output),
    ('floors', check_floors),
    ('circles', check_circles),
    ('documentation', check_documentation),
    ('places', check_places),
    ('lock-files', check_lock_files),
    ('translations', check_translations),
    ('sentences', check_sentences),
    ('scripts', check_scripts),
)


def main():
    tree = Tree(sys.argv[1] if len(sys.argv) > 1 else '.')
    failed = False
    print(f'1..{len(RULES)}')
    for number, (name, rule) in enumerate(RULES, 1):
        faults = list(rule(tree))
        failed |= bool(faults)
        print(f'{"not ok" if faults else "ok"} {number} - {name}')
        for fault in faults[:SHOWN]:
            print('# ' + fault)
        if len(faults) > SHOWN:
            print(f'# … and {len(faults) - SHOWN} more')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
