// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-process-tree.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  pid_t pid;
  pid_t parent;
  bool  below;
  bool  listed;
} Entry;

typedef struct {
  Entry *entries;
  size_t count;
  size_t room;
} Table;

/**
 * gate_process_tree_parse_stat:
 * @text: the content of `/proc/<pid>/stat`
 * @pid: (out): the process
 * @parent: (out): its parent
 * @state: (out): its state, "Z" for a zombie
 * @name: (out caller-allocates): its name, cut to fit
 * @name_size: the size of @name
 *
 * Reads the first fields of proc(5). The name may hold spaces, parentheses and line feeds, so its end is the last parenthesis.
 *
 * Returns: whether @text is such a content
 */
bool
gate_process_tree_parse_stat (const char *text,
                              pid_t      *pid,
                              pid_t      *parent,
                              char       *state,
                              char       *name,
                              size_t      name_size)
{
  const char *open_at = strchr (text, '(');
  const char *close_at = strrchr (text, ')');

  if (!open_at || !close_at || close_at < open_at)
    return false;
  if (sscanf (text, "%d", pid) != 1 || sscanf (close_at + 1, " %c %d", state, parent) != 2)
    return false;

  size_t length = (size_t) (close_at - open_at - 1);
  if (length >= name_size)
    length = name_size - 1;
  memcpy (name, open_at + 1, length);
  name[length] = '\0';
  return true;
}

static bool
table_add (Table *table,
           Entry  entry)
{
  if (table->count == table->room)
    {
      size_t room = table->room ? table->room * 2 : 256;
      Entry *grown = realloc (table->entries, room * sizeof *grown);

      if (!grown)
        return false;
      table->entries = grown;
      table->room = room;
    }
  table->entries[table->count++] = entry;
  return true;
}

static bool
read_stat (int         proc_fd,
           const char *pid,
           char       *buffer,
           size_t      size)
{
  char path[64];

  snprintf (path, sizeof path, "%.20s/stat", pid);
  int fd = openat (proc_fd, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return false;

  ssize_t n = read (fd, buffer, size - 1);
  close (fd);
  if (n <= 0)
    return false;
  buffer[n] = '\0';
  return true;
}

static bool
table_read (Table      *table,
            const char *except)
{
  DIR *proc = opendir ("/proc");

  if (!proc)
    return false;
  for (struct dirent *item = readdir (proc); item; item = readdir (proc))
    {
      char buffer[1024], name[64], state;
      Entry entry = { 0 };

      /* A process may end between the listing and the reading; then it is no concern any more. */
      if (!isdigit ((unsigned char) item->d_name[0]) || !read_stat (dirfd (proc), item->d_name, buffer, sizeof buffer)
          || !gate_process_tree_parse_stat (buffer, &entry.pid, &entry.parent, &state, name, sizeof name))
        continue;
      entry.listed = state != 'Z' && state != 'X' && !(except && strcmp (name, except) == 0);
      if (!table_add (table, entry))
        break;
    }
  closedir (proc);
  return table->count > 0;
}

static bool
is_below (const Table *table,
          const Entry *entry,
          pid_t        root)
{
  if (entry->parent == root)
    return true;
  for (size_t i = 0; i < table->count; i++)
    if (table->entries[i].pid == entry->parent)
      return table->entries[i].below;
  return false;
}

static void
mark_below (Table *table,
            pid_t  root)
{
  for (bool changed = true; changed;)
    {
      changed = false;
      for (size_t i = 0; i < table->count; i++)
        if (!table->entries[i].below && is_below (table, &table->entries[i], root))
          table->entries[i].below = changed = true;
    }
}

/**
 * gate_process_tree_read:
 * @self: what to fill; cleared first
 * @root: a process
 * @except: (nullable): a process name to leave out, together with nothing below it
 *
 * Lists the living descendants of @root, whatever their group and session are, zombies left out. For a subreaper these are all
 * processes that were ever started below it.
 *
 * Returns: whether `/proc` could be read
 */
bool
gate_process_tree_read (GateProcessTree *self,
                        pid_t            root,
                        const char      *except)
{
  Table table = { 0 };

  gate_process_tree_clear (self);
  if (!table_read (&table, except))
    {
      free (table.entries);
      return false;
    }
  mark_below (&table, root);

  self->pids = calloc (table.count, sizeof *self->pids);
  for (size_t i = 0; self->pids && i < table.count; i++)
    if (table.entries[i].below && table.entries[i].listed)
      self->pids[self->count++] = table.entries[i].pid;
  free (table.entries);
  return self->pids != NULL;
}

/**
 * gate_process_tree_signal:
 * @self: a tree
 * @number: a signal
 *
 * Sends a signal to each process of the tree.
 *
 * Returns: how many could be signalled
 */
size_t
gate_process_tree_signal (GateProcessTree *self,
                          int              number)
{
  size_t reached = 0;

  for (size_t i = 0; i < self->count; i++)
    if (kill (self->pids[i], number) == 0)
      reached++;
  return reached;
}

/**
 * gate_process_tree_contains:
 * @self: a tree
 * @pid: a process
 *
 * Returns: whether it stands in the tree
 */
bool
gate_process_tree_contains (GateProcessTree *self,
                            pid_t            pid)
{
  for (size_t i = 0; i < self->count; i++)
    if (self->pids[i] == pid)
      return true;
  return false;
}

/**
 * gate_process_tree_clear:
 * @self: a tree
 *
 * Frees what the tree holds.
 */
void
gate_process_tree_clear (GateProcessTree *self)
{
  free (self->pids);
  self->pids = NULL;
  self->count = 0;
}
