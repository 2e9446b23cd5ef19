#!/usr/bin/env bash
# Annotations on standard output, the report in the job's summary and in files, the outcome in the step's outputs. Ends with 0 whatever the outcome,
# so that the steps that tell people about it still run; a last step ends with the status.
set -uo pipefail
read -ra options <<<"${MODIFF_ARGUMENTS:-}"
check() { modiff check "${MODIFF_PROJECT:-.}" "${options[@]}" --color never "$@"; }
report=$RUNNER_TEMP/modiff.md sarif=$RUNNER_TEMP/modiff.sarif complaint=$RUNNER_TEMP/modiff.err

check --format github 2>"$complaint"
status=$?
cat "$complaint" >&2
bump=
if [ "$status" = 0 ] || [ "$status" = 1 ]; then
    check --format markdown --output "$report"
    bump=$(check --bump)
    if [ "${MODIFF_SARIF:-false}" = true ]; then check --format sarif --output "$sarif"; fi
else
    status=2
    fence='````````'
    printf '### modiff could not check\n\n%s\n%s\n%s\n' "$fence" "$(tr -d '`' <"$complaint")" "$fence" >"$report"
fi

cat "$report" >>"$GITHUB_STEP_SUMMARY"
{
    echo "status=$status"
    echo "bump=$bump"
    echo "report=$report"
    echo "sarif=$sarif"
} >>"$GITHUB_OUTPUT"
