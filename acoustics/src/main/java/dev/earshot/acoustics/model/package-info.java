/** The model file: what it says of itself, and how it scores a window. */
package dev.earshot.acoustics.model;
