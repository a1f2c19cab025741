# SPDX-License-Identifier: GPL-3.0-or-later
"""A network, a trust store and name servers of the test's own. For tests that run in name spaces of their own (unshare -rnm)."""

import fcntl
import os
import pathlib
import socket
import ssl
import struct
import subprocess
import threading

FOLDER = pathlib.Path(os.environ['GATE_TEST_SESSION'], 'certificates')
BUNDLE = pathlib.Path('/etc/ssl/certs/ca-certificates.crt')


def openssl(*words):
    subprocess.run(['openssl', *words], cwd=FOLDER, check=True, capture_output=True, timeout=60)


def certificate(name, *hosts, days=1):
    """A server's certificate from the private authority, as a context."""
    names = ','.join('DNS:' + host for host in hosts)
    (FOLDER / f'{name}.cnf').write_text(f'subjectAltName={names}\nextendedKeyUsage=serverAuth\n')
    openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', f'{name}.key', '-out', f'{name}.csr',
            '-subj', f'/CN={hosts[0]}')
    openssl('x509', '-req', '-in', f'{name}.csr', '-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', str(days),
            '-extfile', f'{name}.cnf', '-out', f'{name}.pem')
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(FOLDER / f'{name}.pem', FOLDER / f'{name}.key')
    return context


def set_up():
    """The loopback interface, the private authority, and a trust store that is ours to change."""
    with socket.socket() as probe:
        fcntl.ioctl(probe, 0x8914, struct.pack('16sH14x', b'lo', 0x1 | 0x40))
    FOLDER.mkdir()
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'root.key', '-out', 'root.pem', '-days', '2',
            '-subj', '/CN=Company Root', '-addext', 'basicConstraints=critical,CA:TRUE')
    store = FOLDER / 'store.pem'
    store.write_bytes(BUNDLE.read_bytes())
    cover(BUNDLE, store)


def cover(path, file):
    """That file in the place of another, for this name space alone."""
    subprocess.run(['mount', '--bind', str(file), str(path)], check=True, timeout=60)


def trust_root():
    with open(FOLDER / 'store.pem', 'ab') as store:
        store.write(b'\n' + (FOLDER / 'root.pem').read_bytes())


def add_addresses(*addresses):
    """More IPv4 addresses of this machine, on its loopback interface: nothing leaves it."""
    with socket.socket() as probe:
        for number, address in enumerate(addresses, 1):
            for request, value in ((0x8916, address), (0x891c, '255.255.255.255')):
                fcntl.ioctl(probe, request, struct.pack('16sHH4s16x', f'lo:{number}'.encode(), socket.AF_INET, 0, socket.inet_aton(value)))


class Names(threading.Thread):
    """A name server that all programs here ask. `table` gives for each name the addresses to answer with, one after the other; the last stays."""

    def __init__(self, table):
        super().__init__(daemon=True)
        self.table = {name: list(addresses) for name, addresses in table.items()}
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(('127.0.0.1', 53))
        resolv, switch = FOLDER / 'resolv.conf', FOLDER / 'nsswitch.conf'
        resolv.write_text('nameserver 127.0.0.1\n')
        switch.write_text('passwd: files\ngroup: files\nhosts: files dns\n')
        for path, file in ((pathlib.Path('/etc/resolv.conf').resolve(), resolv), (pathlib.Path('/etc/nsswitch.conf'), switch)):
            if path.exists():
                cover(path, file)
        self.start()

    def run(self):
        while True:
            question, sender = self.socket.recvfrom(4096)
            labels, at = [], 12
            while question[at]:
                labels.append(question[at + 1:at + 1 + question[at]].decode())
                at += 1 + question[at]
            kind = struct.unpack('>H', question[at + 1:at + 3])[0]
            addresses = self.table.get('.'.join(labels).lower())
            answers = b''
            if addresses and kind == 1:
                address = addresses.pop(0) if len(addresses) > 1 else addresses[0]
                answers = b'\xc0\x0c' + struct.pack('>HHIH', 1, 1, 0, 4) + socket.inet_aton(address)
            flags = 0x8180 if addresses else 0x8183
            head = question[:2] + struct.pack('>HHHHH', flags, 1, 1 if answers else 0, 0, 0)
            self.socket.sendto(head + question[12:at + 5] + answers, sender)
