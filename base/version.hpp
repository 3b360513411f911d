// TINED_VERSION: the version as a text, also for who builds against what is installed.
#pragma once

// pkg-config gives it as a plain word, for quotes do not come through a shell's $(...).
#ifndef TINED_VERSION
#define TINED_AS_TEXT(word) #word
#define TINED_AS_VERSION(word) TINED_AS_TEXT(word)
#define TINED_VERSION TINED_AS_VERSION(TINED_PLAIN_VERSION)
#endif
