//! The sandbox over real HTTP, one module a promise.

mod billing;
mod faults_in_pages;
mod faults_of_answers;
mod shapes;
mod time_and_control;
