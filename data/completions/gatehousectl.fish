# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of gatehousectl for fish. Candidates come from `gatehousectl complete`, which reads only what is on disk.

function __gatehousectl_verb
    set -l words (commandline -opc)
    set -l skip 0
    for word in $words[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- $word -p --project
            set skip 1
        else if not string match -q -- '-*' $word
            echo $word
            return
        end
    end
end

function __gatehousectl_candidates
    set -l verb (__gatehousectl_verb)
    set -l previous (commandline -opc)[-1]
    if contains -- $previous -p --project
        gatehousectl complete projects 2>/dev/null
        return
    end
    if contains -- $previous -c --category
        gatehousectl complete categories 2>/dev/null
        return
    end
    switch "$verb"
        case ''
            gatehousectl complete verbs 2>/dev/null
        case connect disconnect activate deactivate tools doctor export
            gatehousectl complete connectors 2>/dev/null
        case connector project resource prompt
            if test "$previous" = $verb
                gatehousectl complete subverbs $verb 2>/dev/null
            else
                gatehousectl complete {$verb}s 2>/dev/null
            end
        case directory
            if test "$previous" = $verb
                gatehousectl complete subverbs $verb 2>/dev/null
            else
                gatehousectl complete services 2>/dev/null
            end
        case call
            gatehousectl complete tools 2>/dev/null
        case import
            printf '%s\n' claude-desktop claude-code vscode cursor
            __fish_complete_path
    end
end

function __gatehousectl_options
    set -l verb (__gatehousectl_verb)
    test -n "$verb"; and gatehousectl complete options $verb 2>/dev/null; or printf '%s\n' --help --version
end

complete -c gatehousectl -f -a '(__gatehousectl_candidates)'
complete -c gatehousectl -f -n 'string match -q -- "-*" (commandline -ct)' -a '(__gatehousectl_options)'
