#!/bin/sh
# Brings Chromium for the browser tests when there is none. Never fails: without it only those tests do.
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
install='apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium'
if ! command -v apt-get >/dev/null 2>&1; then
    echo "make: geen Chromium gevonden; installeer het om ook de browsertests te laten slagen" >&2
elif [ "$(id -u)" = 0 ]; then
    echo "make: Chromium installeren voor de browsertests ..." >&2
    sh -c "$install" >/dev/null || echo "make: dat lukte niet; voer uit: apt-get install chromium" >&2
elif sudo -n true 2>/dev/null; then
    echo "make: Chromium installeren voor de browsertests (sudo) ..." >&2
    sudo -n sh -c "$install" >/dev/null || echo "make: dat lukte niet; voer uit: sudo apt-get install chromium" >&2
else
    echo "make: geen Chromium gevonden; voer uit: sudo apt-get install chromium   (anders falen de browsertests)" >&2
fi
exit 0
