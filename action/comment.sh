#!/usr/bin/env bash
# One comment on the pull request, found again by its mark. A token that may not comment (of a fork) is no reason to fail: the summary has the report too.
set -uo pipefail
mark='<!-- modiff check -->'
body=$RUNNER_TEMP/modiff-comment.md
{ echo "$mark"; cat "$RUNNER_TEMP/modiff.md"; } >"$body"
comments=repos/$GITHUB_REPOSITORY/issues/$MODIFF_PULL_REQUEST/comments
known=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$mark\")) | .id" 2>/dev/null | head -n 1)
if [ -n "$known" ]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$known" --field "body=@$body"
else
    gh api --silent --method POST "$comments" --field "body=@$body"
fi || echo "::warning title=modiff::The report could not be put into a comment: this token may not write to pull requests. It is in the job's summary."
