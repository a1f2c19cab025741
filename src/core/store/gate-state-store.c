// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-state-store.h"

#include "gate-dirs.h"

/* Never change a script that was released: add one. */
static const char *const state_migrations[] = {
  "CREATE TABLE approvals ("
  "  kind TEXT NOT NULL, connector TEXT NOT NULL, fingerprint TEXT NOT NULL, project TEXT NOT NULL,"
  "  choice TEXT NOT NULL, at INTEGER NOT NULL,"
  "  PRIMARY KEY (kind, connector, fingerprint, project)) STRICT, WITHOUT ROWID;"
  "CREATE TABLE pins ("
  "  connector TEXT NOT NULL, account TEXT NOT NULL, tool TEXT NOT NULL,"
  "  digest TEXT NOT NULL, definition TEXT NOT NULL, at INTEGER NOT NULL,"
  "  PRIMARY KEY (connector, account, tool)) STRICT;"
  "CREATE TABLE usage ("
  "  connector TEXT NOT NULL, account TEXT NOT NULL, project TEXT NOT NULL, tool TEXT NOT NULL,"
  "  at INTEGER NOT NULL, calls INTEGER NOT NULL,"
  "  PRIMARY KEY (connector, account, project, tool)) STRICT, WITHOUT ROWID;"
  "CREATE TABLE verdicts ("
  "  subject TEXT NOT NULL PRIMARY KEY, era TEXT NOT NULL, version TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;",
  "CREATE TABLE stamps ("
  "  connector TEXT NOT NULL, account TEXT NOT NULL, kind TEXT NOT NULL,"
  "  scope TEXT NOT NULL, place INTEGER NOT NULL, count INTEGER NOT NULL, at INTEGER NOT NULL,"
  "  PRIMARY KEY (connector, account, kind)) STRICT, WITHOUT ROWID;",
  NULL,
};

static const char *const cache_migrations[] = {
  "CREATE TABLE catalogues ("
  "  connector TEXT NOT NULL, account TEXT NOT NULL, kind TEXT NOT NULL,"
  "  scope TEXT NOT NULL, as_of INTEGER NOT NULL, ttl INTEGER NOT NULL,"
  "  size INTEGER GENERATED ALWAYS AS (length (CAST (text AS BLOB))) STORED,"
  "  text TEXT NOT NULL,"
  "  PRIMARY KEY (connector, account, kind)) STRICT;"
  "CREATE INDEX catalogues_by_age ON catalogues (as_of, size);",
  NULL,
};

/**
 * gate_state_store_new:
 * @path: (nullable) (type filename): the database, or %NULL for the person's own
 *
 * The store of approvals, pins, last uses, verdicts about servers, and when lists were put into the cache.
 *
 * Returns: (transfer full): a store
 */
GateStore *
gate_state_store_new (const char *path)
{
  g_autofree char *own = gate_dirs_state ("state.db");

  return gate_store_new (path ? path : own, state_migrations, GATE_STORE_DURABLE);
}

/**
 * gate_cache_store_new:
 * @path: (nullable) (type filename): the database, or %NULL for the person's own
 *
 * The store of what servers can be asked for again: catalogues.
 *
 * Returns: (transfer full): a store
 */
GateStore *
gate_cache_store_new (const char *path)
{
  g_autofree char *own = gate_dirs_cache ("cache.db");

  return gate_store_new (path ? path : own, cache_migrations, GATE_STORE_DISPOSABLE);
}
