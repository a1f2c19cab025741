// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sandbox-programs.h"

#include "gate-program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_LINKS 8
#define MAX_INTERPRETERS 4
#define MAX_LEVELS 4

/* A folder with one of these is the whole of a program. */
static const char *const root_marks[] = {
  "package.json", "pyproject.toml", "pyvenv.cfg", "manifest.json", "Cargo.toml", "go.mod", "deno.json", "setup.py", ".git",
};

/* Their first argument that names a file is the program proper. */
static const char *const interpreters[] = {
  "node", "nodejs", "deno", "bun", "tsx", "python", "python2", "python3", "ruby", "perl", "php", "java", "dotnet",
  "bash", "sh", "dash", "uv", "uvx", "npm", "npx", "pnpm", "yarn",
};

/* What follows is code or a module's name; there is no file to look for. */
static const char *const no_file_options[] = { "-c", "-e", "-m", "-p", "--eval", "--print" };

/* What follows is the folder of the program. */
static const char *const folder_options[] = { "--directory", "--project", "--prefix", "--cwd", "--from" };

typedef struct {
  GPtrArray          *found;    /* (element-type filename) (owned) */
  const char         *path;
  const char * const *kept_out;
} Search;

static gboolean
is_one_of (const char        *text,
           const char *const *list,
           gsize              count)
{
  for (gsize i = 0; i < count; i++)
    if (strcmp (text, list[i]) == 0)
      return TRUE;
  return FALSE;
}

/**
 * gate_sandbox_is_below:
 * @path: (type filename): an absolute path
 * @folder: (type filename): an absolute path, without a slash at its end
 *
 * Returns: %TRUE when @path is @folder or lies in it
 */
gboolean
gate_sandbox_is_below (const char *path,
                       const char *folder)
{
  gsize length = strlen (folder);

  if (strcmp (folder, "/") == 0)
    return TRUE;
  return strncmp (path, folder, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

/* A folder that holds the home directory, or something of ours, is never shown for the sake of a program. */
static gboolean
may_show (const Search *search,
          const char   *folder)
{
  if (strcmp (folder, "/") == 0)
    return FALSE;
  for (guint i = 0; search->kept_out[i]; i++)
    if (gate_sandbox_is_below (search->kept_out[i], folder))
      return FALSE;
  return TRUE;
}

static void
show (Search     *search,
      const char *path)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS) || g_ptr_array_find_with_equal_func (search->found, path, g_str_equal, NULL))
    return;
  g_ptr_array_add (search->found, g_strdup (path));
}

static gboolean
has_mark (const char *folder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (root_marks); i++)
    {
      g_autofree char *mark = g_build_filename (folder, root_marks[i], NULL);

      if (g_file_test (mark, G_FILE_TEST_EXISTS))
        return TRUE;
    }
  return FALSE;
}

static char *
find_root (const Search *search,
           const char   *folder)
{
  g_autofree char *at = g_strdup (folder);

  for (int level = 0; level < MAX_LEVELS && may_show (search, at); level++)
    {
      if (has_mark (at))
        return g_steal_pointer (&at);
      g_autofree char *below = g_steal_pointer (&at);
      at = g_path_get_dirname (below);
    }
  return NULL;
}

/* A program in …/bin finds its parts in …/lib, as Node.js, Java and pip do. */
static void
show_libraries (Search     *search,
                const char *folder)
{
  static const char *const names[] = { "lib", "lib64", "libexec" };
  g_autofree char *base = g_path_get_basename (folder);
  g_autofree char *parent = g_path_get_dirname (folder);

  if (strcmp (base, "bin") != 0)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *libraries = g_build_filename (parent, names[i], NULL);

      if (may_show (search, libraries))
        show (search, libraries);
    }
}

static void
show_around (Search     *search,
             const char *file)
{
  g_autofree char *folder = g_path_get_dirname (file);
  const char *modules = strstr (file, "/node_modules/");
  g_autofree char *root = modules ? g_strndup (file, (gsize) (modules - file)) : NULL;

  if (!root || !may_show (search, root))
    {
      g_free (root);
      root = find_root (search, folder);
    }
  if (root)
    show (search, root);
  else if (may_show (search, folder))
    show (search, folder);
  else
    show (search, file);
  show_libraries (search, folder);
}

/* The interpreter that the first line of a script names (execve(2)), with `env` looked through. */
static char *
read_interpreter (const Search *search,
                  const char   *file)
{
  char line[256];
  int fd = open (file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gssize n = fd >= 0 ? read (fd, line, sizeof line - 1) : -1;

  if (fd >= 0)
    close (fd);
  if (n < 3 || line[0] != '#' || line[1] != '!')
    return NULL;
  line[n] = '\0';
  line[strcspn (line, "\n")] = '\0';

  g_auto(GStrv) words = g_strsplit_set (g_strstrip (line + 2), " \t", -1);
  g_autofree char *base = g_path_get_basename (words[0] ? words[0] : "");
  if (strcmp (base, "env") != 0)
    return g_path_is_absolute (words[0]) ? g_strdup (words[0]) : NULL;
  for (guint i = 1; words[i]; i++)
    if (*words[i] && *words[i] != '-' && !strchr (words[i], '='))
      return gate_program_find (words[i], search->path, NULL, NULL);
  return NULL;
}

static void
show_program (Search     *search,
              const char *file)
{
  g_autofree char *at = g_strdup (file);

  for (int interpreter = 0; at && interpreter < MAX_INTERPRETERS; interpreter++)
    {
      for (int link = 0; link < MAX_LINKS; link++)
        {
          g_autofree char *target = g_file_read_link (at, NULL);

          show_around (search, at);
          if (!target)
            break;
          g_autofree char *folder = g_path_get_dirname (at);
          g_free (at);
          at = g_canonicalize_filename (target, folder);
        }

      /* Folders on the way may be links as well. */
      char *real = realpath (at, NULL);
      if (real)
        show_around (search, real);
      free (real);

      g_autofree char *script = g_steal_pointer (&at);
      at = read_interpreter (search, script);
    }
}

static gboolean
is_interpreter (const char *program)
{
  g_autofree char *base = g_path_get_basename (program);

  /* python3.11 is python3. */
  if (g_str_has_prefix (base, "python3."))
    return TRUE;
  return is_one_of (base, interpreters, G_N_ELEMENTS (interpreters));
}

static void
show_argument (Search     *search,
               const char *file)
{
  if (!g_file_test (file, G_FILE_TEST_IS_DIR))
    show_program (search, file);
  else if (may_show (search, file))
    show (search, file);
}

static void
show_script (Search             *search,
             const char * const *argv,
             const char         *working_directory)
{
  if (!is_interpreter (argv[0]))
    return;
  for (guint i = 1; argv[i]; i++)
    {
      const char *value = strchr (argv[i], '=');
      g_autofree char *option = value ? g_strndup (argv[i], (gsize) (value - argv[i])) : g_strdup (argv[i]);
      gboolean is_folder = is_one_of (option, folder_options, G_N_ELEMENTS (folder_options));

      if (is_one_of (argv[i], no_file_options, G_N_ELEMENTS (no_file_options)))
        return;
      if (is_folder && !value && !argv[i + 1])
        return;
      if (*argv[i] == '-' && !is_folder)
        continue;

      g_autofree char *file = g_canonicalize_filename (!is_folder ? argv[i] : value ? value + 1 : argv[++i], working_directory);
      if (!g_file_test (file, G_FILE_TEST_EXISTS))
        continue;
      show_argument (search, file);
      if (!is_folder)
        return;
    }
}

/**
 * gate_sandbox_programs:
 * @argv: a command; its first element is an absolute path
 * @path: (nullable): the PATH that the program gets
 * @working_directory: (type filename): where it starts
 * @kept_out: (array zero-terminated=1): absolute paths that no shown folder may hold
 *
 * Tells what must be readable for a command to run: the program itself and what it needs to start, and nothing else that its
 * arguments name. That is, for the program, every link on the way to it, and the interpreters of its first line: the folder that
 * is the program's root (it holds `node_modules`, `package.json`, `pyproject.toml` and the like), else the file's own folder and
 * the `lib` beside a `bin`. For an interpreter such as `node` or `python3` the first argument that names a file counts too, and for
 * `uv` and `npm` the folder given with `--directory`, `--project` or `--prefix`.
 *
 * Returns: (transfer full) (element-type filename): absolute paths of files and folders
 */
GPtrArray *
gate_sandbox_programs (const char * const *argv,
                       const char         *path,
                       const char         *working_directory,
                       const char * const *kept_out)
{
  Search search = { g_ptr_array_new_with_free_func (g_free), path, kept_out };

  show_program (&search, argv[0]);
  show_script (&search, argv, working_directory);
  return search.found;
}
