#!/usr/bin/env bash
# Puts a Markdown file on the pull request as a comment, or brings the comment that is there
# up to date. Ends with 0 always: what goes wrong here is a warning and not the verdict.
#
# In: INPUT_MARKDOWN, the file; INPUT_COMMENT_KEY, the comment's slot; GITHUB_TOKEN; and what
# the runner says of the event.
set -euo pipefail

# Not for any process that is started here.
token=${GITHUB_TOKEN:-}
unset GITHUB_TOKEN

# say LEVEL TEXT: a line on the workflow's page; a line break would end it.
say() {
    local text=${2//'%'/%25}
    text=${text//$'\r'/%0D}
    printf '::%s::%s\n' "$1" "${text//$'\n'/%0A}"
}

give_up() {
    say warning "no comment was written: $1. The verdict stands."
    exit 0
}

work=$(mktemp -d)
code=0
trap 'code=$?; rm -rf "$work"; [ $code = 0 ] || give_up "comment.sh broke off with $code"; exit 0' EXIT

for tool in curl jq; do
    command -v "$tool" >/dev/null || give_up "there is no $tool here"
done

event=$(jq -c '{number: ((.pull_request.number // (select(.issue.pull_request) | .issue.number)) // null),
    commit: (.pull_request.head.sha // "")}' "${GITHUB_EVENT_PATH:-}" 2>/dev/null) ||
    give_up "the event cannot be read"
number=$(jq -r '.number | numbers' <<<"$event")
commit=$(jq -r '.commit | strings' <<<"$event")
if [ -z "$number" ]; then
    say notice "no comment: this event belongs to no pull request"
    exit 0
fi
if [[ ! $token =~ ^[A-Za-z0-9._~+/=-]+$ ]]; then give_up "there is no token, or none that can be one"; fi
if [ ! -r "${INPUT_MARKDOWN:-}" ]; then give_up "there is no text for it"; fi

# The first line of the comment tells it from all others; a key must not end it early.
marker=$(jq -rn --arg key "${INPUT_COMMENT_KEY:?}" '$key | gsub("%"; "%25") | gsub(">"; "%3E")
    | gsub("\n"; "%0A") | gsub("\r"; "%0D") | "<!-- flywheel:gate \(.) -->"')
page="${GITHUB_SERVER_URL:-}/${GITHUB_REPOSITORY:-}/actions/runs/${GITHUB_RUN_ID:-}"
# That a text is cut is said above it: below, an open code block would swallow the line.
jq -n --arg marker "$marker" --arg page "$page" --arg commit "${commit:0:7}" \
    --rawfile text "$INPUT_MARKDOWN" '
    65536 as $limit
    | (if $commit == "" then "" else "Commit \($commit), " end) as $of
    | "\($marker)\n\($text)\n\n<sub>\($of)[log and summary](\($page))</sub>\n" as $whole
    | "\($marker)\n> [!NOTE]\n> \($of)cut: GitHub takes \($limit) characters. The whole is in the [summary](\($page)).\n\n" as $head
    | if ($whole | length) <= $limit then {body: $whole}
      else ($text[:$limit - ($head | length)] | split("\n")) as $lines
      | {body: ($head + ($lines[:([1, ($lines | length) - 1] | max)] | join("\n")))} end' >"$work/body"

# request METHOD PATH [curl's options]: the answer goes to a file, its code to $status. The
# token goes in through stdin, so that no list of processes shows it.
request() {
    local method=$1 path=$2
    shift 2
    rm -f "$work/answer"
    status=$(printf 'header = "Authorization: Bearer %s"\n' "$token" | curl --config - "$@" \
        --silent --show-error --connect-timeout 10 --max-time 60 --request "$method" \
        --header "Accept: application/vnd.github+json" --header "X-GitHub-Api-Version: 2022-11-28" \
        --output "$work/answer" --write-out '%{http_code}' \
        "${GITHUB_API_URL:-}/repos/${GITHUB_REPOSITORY:-}/issues/$path") || status=none
}

# Finds the oldest comment that begins with the marker, if there is one. Two of them, from
# two jobs at once, are no reason to touch the second.
find_comment() {
    local n found
    for ((n = 1; n <= 1000; n++)); do
        request GET "$number/comments?per_page=100&page=$n"
        if [ "$status" != 200 ]; then return 1; fi
        # A comment that was overlooked would be written twice: what is no list is no answer.
        if ! found=$(jq -r --arg marker "$marker" 'if type == "array" then . else error("no list") end
            | if . == [] then "end" else map(select(.body // "" | startswith($marker)) | .id)[0] // "" end' \
            "$work/answer" 2>/dev/null); then
            status=none
            return 1
        fi
        if [ "$found" = end ]; then return; fi
        if [ -n "$found" ]; then
            comment=$found
            return
        fi
    done
}

upsert() {
    comment=
    find_comment || return 1
    if [ -n "$comment" ]; then
        request PATCH "comments/$comment" --data-binary @"$work/body"
    else
        request POST "$number/comments" --data-binary @"$work/body"
    fi
    [[ $status == 20[01] ]]
}

# Each attempt looks again first: a comment may have been written although the answer got lost.
pause=${FLYWHEEL_RETRY_SECONDS:-2}
for attempt in 1 2 3 4; do
    if upsert; then
        echo "comment: $(jq -r '.html_url // "written"' "$work/answer" 2>/dev/null)"
        exit 0
    fi
    case $status in
        none | 429 | 5??) ;;
        *) break ;;
    esac
    if [ "$attempt" -lt 4 ]; then
        sleep "$pause"
        pause=$((pause * 2))
    fi
done
case $status in
    none) give_up "GitHub cannot be reached" ;;
    401 | 403 | 404) why="the token may not comment here, as on a pull request from a fork" ;;
    *) why="it will not take the comment" ;;
esac
message=$(jq -r '.message | strings' "$work/answer" 2>/dev/null) || message=
give_up "GitHub answered $status${message:+ (${message:0:200})}: $why"
