# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of gatehousectl for bash. Candidates come from `gatehousectl complete`, which reads only what is on disk.

_gatehousectl() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb='' word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case $word in
      -p | --project) i=$((i + 1)) ;;
      -*) ;;
      *) verb=$word; break ;;
    esac
  done
  local IFS=$'\n' candidates=''
  case $previous in
    -p | --project) candidates=$(gatehousectl complete projects 2>/dev/null) ;;
    -c | --category) candidates=$(gatehousectl complete categories 2>/dev/null) ;;
    -o | --output | --entry | --folder | --directory | --certificate | --private-key | --headers-helper | --client-secret-file)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      return ;;
    *)
      if [[ -z $verb ]]; then
        candidates=$(gatehousectl complete verbs 2>/dev/null)$'\n--help\n--version'
      elif [[ $current == -* ]]; then
        candidates=$(gatehousectl complete options "$verb" 2>/dev/null)
      else
        case $verb in
          connect | disconnect | activate | deactivate | tools | doctor | export) candidates=$(gatehousectl complete connectors 2>/dev/null) ;;
          connector | project | resource | prompt)
            if [[ $previous == "$verb" ]]; then
              candidates=$(gatehousectl complete subverbs "$verb" 2>/dev/null)
            else
              candidates=$(gatehousectl complete "${verb}s" 2>/dev/null)
            fi ;;
          directory)
            if [[ $previous == "$verb" ]]; then
              candidates=$(gatehousectl complete subverbs "$verb" 2>/dev/null)
            else
              candidates=$(gatehousectl complete services 2>/dev/null)
            fi ;;
          call) candidates=$(gatehousectl complete tools 2>/dev/null) ;;
          import)
            candidates=$'claude-desktop\nclaude-code\nvscode\ncursor'
            mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
        esac
      fi ;;
  esac
  local -a found
  mapfile -t found < <(compgen -W "$candidates" -- "$current")
  COMPREPLY+=("${found[@]}")
}
complete -F _gatehousectl gatehousectl
