/** The topic of node profiles for whoever sets one. */
package dev.earshot.processor.profiles;
