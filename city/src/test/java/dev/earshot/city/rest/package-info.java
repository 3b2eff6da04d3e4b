/** REST of processors that run, as programs use it. */
package dev.earshot.city.rest;
