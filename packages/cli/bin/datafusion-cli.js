#!/usr/bin/env node
// A file of its own, not built: npm links programs at installation, before anything is built.
import '../dist/bundle/main.js';
